package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.log.CommitLimits;
import io.graft.log.disk.RealDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * Measures a deletion of 100,000 events of one device among a million, while 32 threads append: run it by hand, with a
 * directory on a real disk.
 */
final class DeletionRun {

    private static final int DEVICES = 10;
    private static final int EVENTS = 1_000_000;
    private static final int WRITERS = 32;
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000_000_000L);

    private DeletionRun() {}

    /** @param arguments the directory */
    public static void main(String[] arguments) throws Exception {
        new DeletionRun().run(Path.of(arguments[0]));
    }

    private void run(Path directory) throws Exception {
        EventSettings settings = new EventSettings(8 << 20, 16L << 20, 250_000, CommitLimits.DEFAULT);
        try (EmbeddedEventStore store = EmbeddedEventStore.open(new RealDisk(directory), settings, metrics())) {
            fill(store);
            for (int device = 0; device < 3; device++) {
                measure(store, "device " + device);
            }
        }
    }

    private void fill(EmbeddedEventStore store) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i += 500) {
            List<Event> batch = new ArrayList<>();
            for (int j = 0; j < 500; j++) {
                batch.add(event("device " + j % DEVICES));
            }
            store.append(batch);
        }
        System.out.printf("filled in %d ms%n", millisSince(start));
        TimeUnit.SECONDS.sleep(4);
        System.out.printf(
                "%.0f files, %.0f bytes an event%n",
                gauges.get("graft_store_segments").getAsDouble(),
                gauges.get("graft_store_segment_bytes").getAsDouble() / EVENTS);
    }

    private void measure(EmbeddedEventStore store, String device) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong slowest = new AtomicLong();
        AtomicLong appended = new AtomicLong();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            Thread writer = new Thread(
                    () -> {
                        while (!done.get()) {
                            long start = System.nanoTime();
                            store.append(List.of(event("writer " + number)));
                            slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                            appended.incrementAndGet();
                        }
                    },
                    "writer " + i);
            writer.start();
            writers.add(writer);
        }
        TimeUnit.SECONDS.sleep(2);
        long calm = slowest.getAndSet(0);
        long before = appended.get();
        long start = System.nanoTime();
        long deleted = store.delete(EventFilter.device(device));
        long answered = System.nanoTime() - start;
        DoubleSupplier pending = gauges.get("graft_store_purge_pending_events");
        while (pending.getAsDouble() > 0) {
            TimeUnit.NANOSECONDS.sleep(REST_NANOS);
        }
        long gone = millisSince(start);
        long during = appended.get() - before;
        done.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        System.out.printf(
                "%d deleted: answered in %.1f ms, gone in %d ms; appended %d/s before, %d/s during; slowest append"
                        + " %.1f ms before, %.1f ms during%n",
                deleted,
                answered / 1e6,
                gone,
                before / 2,
                during * 1000 / Math.max(1, gone),
                calm / 1e6,
                slowest.get() / 1e6);
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private Event event(String device) {
        long origin = clock.addAndGet(50_000);
        SplittableRandom random = new SplittableRandom(origin);
        return new Event(
                new UUID(random.nextLong(), random.nextLong()),
                device,
                "profile",
                "source",
                origin,
                List.of(new Reading(
                        origin,
                        device,
                        "profile",
                        "temperature",
                        ValueType.FLOAT64,
                        "",
                        new ReadingValue.Text(Double.toString(random.nextInt(10_000) / 100.0)),
                        null,
                        null)),
                null,
                null);
    }

    private Metrics metrics() {
        return new Metrics() {
            @Override
            public Counter counter(String name, String help, String... labels) {
                return new Counter() {
                    @Override
                    public void add(long n) {
                        // not looked at
                    }

                    @Override
                    public long sum() {
                        return 0;
                    }
                };
            }

            @Override
            public Timer timer(String name, String help, String... labels) {
                return nanos -> {
                    if (name.contains("merge")) {
                        System.out.printf("  %s %.0f ms%n", name, nanos / 1e6);
                    }
                };
            }

            @Override
            public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
                gauges.put(name, value);
                return () -> gauges.remove(name);
            }
        };
    }
}
