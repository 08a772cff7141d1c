package io.graft.persistence.redis.internal;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Measures how much memory an event with one reading takes in a real server, and how long some calls take there. A
 * program, not a test: {@code MemoryPerEvent [events]}.
 */
final class MemoryPerEvent {

    private static final int BATCH = 100;
    private static final int DEVICES = 100;
    private static final int RESOURCES = 10;

    private MemoryPerEvent() {}

    public static void main(String[] arguments) {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        try (RedisServer server = RedisServer.start(RedisOptions.IN_MEMORY);
                DatabaseScratchSpaces spaces = new DatabaseScratchSpaces(new RedisDatabase(Connections.to(server)));
                ScratchSpace space = spaces.open()) {
            EventStore store = space.events();
            long before = Long.parseLong(server.info("memory", "used_memory"));
            long start = System.nanoTime();
            fill(store, events);
            long nanos = System.nanoTime() - start;
            long after = Long.parseLong(server.info("memory", "used_memory"));
            System.out.printf(
                    "%s: %d events of one reading: %.0f bytes each, %.0f events/s in batches of %d%n",
                    space.server(), events, (after - before) / (double) events, events * 1e9 / nanos, BATCH);
            time("newest 20", () -> store.events(EventQuery.page(EventFilter.ALL, 0, 20)));
            time("20 at half", () -> store.events(EventQuery.page(EventFilter.ALL, events / 2, 20)));
            time("20 of a device", () -> store.events(EventQuery.page(EventFilter.device("device-7"), 0, 20)));
            ReadingFilter two = new ReadingFilter(
                    java.util.Optional.empty(),
                    Set.of("Temperature1", "Temperature2"),
                    io.graft.api.persistence.TimeRange.ALL);
            time("20 readings of two resources, deep", () -> store.readings(ReadingQuery.page(two, events / 10, 20)));
            time("count", () -> store.countReadings(two));
            long beginning = System.nanoTime();
            long deleted = store.delete(EventFilter.device("device-7"));
            System.out.printf("deleted %d events in %.0f ms%n", deleted, (System.nanoTime() - beginning) / 1e6);
        }
    }

    private static void fill(EventStore store, int events) {
        Random random = new Random(1);
        long origin = 1_700_000_000_000_000_000L;
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            origin += 1_000_000 + random.nextInt(1_000_000);
            String device = "device-" + random.nextInt(DEVICES);
            String resource = "Temperature" + random.nextInt(RESOURCES);
            Reading reading = new Reading(
                    origin,
                    device,
                    "Edge-Thermostat",
                    resource,
                    ValueType.FLOAT64,
                    "Celsius",
                    new ReadingValue.Text(Double.toString(random.nextInt(10_000) / 100.0)),
                    null,
                    null);
            UUID id = new UUID(random.nextLong(), random.nextLong());
            batch.add(new Event(id, device, "Edge-Thermostat", resource, origin, List.of(reading), null, null));
            if (batch.size() == BATCH || i == events - 1) {
                store.append(batch);
                batch = new ArrayList<>();
            }
        }
    }

    private static void time(String what, Runnable call) {
        int rounds = 200;
        for (int i = 0; i < rounds; i++) {
            call.run();
        }
        long start = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            call.run();
        }
        System.out.printf("%s: %.2f ms%n", what, (System.nanoTime() - start) / 1e6 / rounds);
    }
}
