package io.graft.benchmarks.append.internal;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One-reading events of a hundred devices, each with an id and an origin of its own. Thread-safe. */
final class SampleEvents {

    private static final int DEVICES = 100;

    private final List<String> devices = new ArrayList<>(DEVICES);
    private final AtomicLong origins = new AtomicLong(System.currentTimeMillis() * 1_000_000);

    /** Events of devices whose names begin so, which a number from 000 to 099 follows. */
    SampleEvents(String names) {
        for (int i = 0; i < DEVICES; i++) {
            devices.add("%s%03d".formatted(names, i));
        }
    }

    List<Event> next(int count) {
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    private Event next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long origin = origins.incrementAndGet();
        String device = devices.get((int) (origin % DEVICES));
        Reading reading = new Reading(
                origin,
                device,
                "bench-profile",
                "Int32",
                ValueType.INT32,
                "",
                new ReadingValue.Text(Integer.toString(random.nextInt(10_000, 100_000))),
                null,
                null);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        return new Event(id, device, "bench-profile", "Int32", origin, List.of(reading), null, null);
    }
}
