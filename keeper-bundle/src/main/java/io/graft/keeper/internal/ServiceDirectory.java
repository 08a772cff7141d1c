package io.graft.keeper.internal;

import io.graft.rest.RestService;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The gateway's own services, with the time since when they are there. */
final class ServiceDirectory {

    private static final long CHECK_MILLIS = 200;

    /**
     * A service of the gateway.
     *
     * @param service the service
     * @param since when it was first seen, in milliseconds since 1970
     * @param modified when it last changed its settings, in milliseconds since 1970
     */
    record Entry(RestService service, long since, long modified) {}

    private final Clock clock;
    private final Map<RestService, Entry> entries = new ConcurrentHashMap<>();
    private final Object change = new Object();

    ServiceDirectory(Clock clock) {
        this.clock = clock;
    }

    void add(RestService service) {
        long now = clock.millis();
        entries.put(service, new Entry(service, now, now));
        signal();
    }

    void modified(RestService service) {
        entries.computeIfPresent(service, (key, entry) -> new Entry(service, entry.since(), clock.millis()));
        signal();
    }

    void remove(RestService service) {
        entries.remove(service);
        signal();
    }

    /** The services, by name. */
    Stream<Entry> all() {
        return entries.values().stream()
                .sorted(Comparator.comparing(entry -> entry.service().name()));
    }

    Optional<Entry> find(String name) {
        return all().filter(entry -> entry.service().name().equals(name)).findFirst();
    }

    /**
     * Waits until something holds of the services.
     *
     * @param condition quick; asked whenever a service comes, goes or changes, and a few times a second
     * @return whether it holds; false too if the thread is interrupted
     */
    boolean await(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (change) {
            while (!condition.getAsBoolean()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                try {
                    change.wait(Math.min(CHECK_MILLIS, left));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private void signal() {
        synchronized (change) {
            change.notifyAll();
        }
    }
}
