package io.graft.persistence.tck.oracle;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Events and selections of a small world, so that everything meets everything. Used by one thread. */
public final class RandomEvents {

    private static final String[] TEXTS = {
        "", "a", "d 1", "ünï/çødé%2F", "設備", "\u0000", "\ud83d\ude00", "a.b:{c}", "$x*"
    };

    private final Random random;
    private long clock = 1_700_000_000_000_000_000L;

    /** A world that goes the same way with the same randomness. */
    public RandomEvents(Random random) {
        this.random = random;
    }

    /** An event, mostly newer than those before. */
    public Event next() {
        clock += random.nextInt(50);
        long origin = random.nextInt(10) == 0 ? clock - random.nextInt(5_000) : clock;
        String device = device();
        List<Reading> readings = new ArrayList<>();
        for (int n = random.nextInt(4) == 0 ? random.nextInt(4) : 0; n >= 0; n--) {
            readings.add(reading(device, origin));
        }
        return new Event(
                new UUID(random.nextLong(), random.nextLong()),
                device,
                "profile",
                "s" + random.nextInt(3),
                origin,
                readings,
                random.nextInt(8) == 0 ? new JsonText("{ \"t\": 1e2 }") : null,
                random.nextInt(8) == 0 ? new JsonText("{\"x\":[]}") : null);
    }

    /** A selection of events. */
    public EventFilter eventFilter() {
        Optional<String> device = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(device());
        Optional<String> source =
                device.isPresent() && random.nextBoolean() ? Optional.of("s" + random.nextInt(4)) : Optional.empty();
        return new EventFilter(device, source, range());
    }

    /** A selection of readings. */
    public ReadingFilter readingFilter() {
        Optional<String> device = random.nextBoolean() ? Optional.empty() : Optional.of(device());
        Set<String> resources = random.nextBoolean() ? Set.of() : Set.of("r" + (1 + random.nextInt(3)), "r0");
        return new ReadingFilter(device, resources, range());
    }

    /** Everything but the newest nanoseconds, at most so many. */
    public TimeRange oldest(int share) {
        return TimeRange.until(clock - random.nextInt(share));
    }

    private TimeRange range() {
        if (random.nextBoolean()) {
            return TimeRange.ALL;
        }
        long start = clock - random.nextInt(60_000);
        return new TimeRange(start, start + random.nextInt(40_000));
    }

    private String device() {
        int n = random.nextInt(TEXTS.length + 3);
        return n < TEXTS.length ? TEXTS[n] : "d" + n;
    }

    private Reading reading(String device, long origin) {
        ValueType[] types = ValueType.values();
        ValueType type = types[random.nextInt(types.length)];
        return new Reading(
                random.nextInt(6) == 0 ? origin + random.nextInt(100) - 50 : origin,
                random.nextInt(20) == 0 ? device() : device,
                "profile",
                "r" + random.nextInt(4),
                type,
                random.nextBoolean() ? "" : "°C",
                value(type),
                random.nextInt(9) == 0 ? new JsonText("{\"k\":\"v\"}") : null,
                random.nextInt(9) == 0 ? new JsonText("{\"e\":null}") : null);
    }

    private ReadingValue value(ValueType type) {
        if (random.nextInt(12) == 0) {
            return new ReadingValue.Null();
        }
        return switch (type) {
            case BINARY -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield new ReadingValue.Binary(bytes, "image/png");
            }
            case OBJECT, OBJECT_ARRAY -> new ReadingValue.Json(new JsonText("[1.0, 10e400, {\"a\" : 1}]"));
            default ->
                new ReadingValue.Text(type.isNumericScalar() ? Integer.toString(random.nextInt(100)) : "[true, \"x\"]");
        };
    }
}
