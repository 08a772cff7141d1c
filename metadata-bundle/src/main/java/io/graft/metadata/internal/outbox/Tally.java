package io.graft.metadata.internal.outbox;

import io.graft.api.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what becomes of system events, and says what goes wrong, seldom. Thread-safe. */
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Metrics.Counter published;
    private final Metrics.Counter delays;
    private final Metrics.Counter lost;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicLong lossSaid = new AtomicLong(System.nanoTime() - MINUTE);

    Tally(Metrics metrics) {
        published =
                metrics.counter("graft_system_events_published_total", "System events that the message bus has taken.");
        delays = metrics.counter(
                "graft_system_event_failures_total",
                "Attempts to publish a system event that failed and are made again.");
        lost = metrics.counter(
                "graft_system_events_lost_total", "Changes that were made but whose system event was given up.");
    }

    void published() {
        published.add(1);
        if (waiting.compareAndSet(true, false)) {
            LOG.info("System events are published again");
        }
    }

    /** It is tried again. */
    void delayed(RuntimeException failure) {
        delays.add(1);
        if (waiting.compareAndSet(false, true)) {
            LOG.warn("System events wait, and will be published later: {}", failure.getMessage());
        }
    }

    /** The backlog was full. */
    void overflowed(Change change) {
        lose(change, "too many wait for the message bus; the oldest go");
    }

    /** The bus will never take it. */
    void unfit(Change change, RuntimeException failure) {
        lose(change, "it can't be published: " + failure.getMessage());
    }

    /** The store that it was meant for is not bound any more. */
    void unknown(Change change) {
        lose(change, "it is not known whether it was made in the store that was bound then");
    }

    private void lose(Change change, String why) {
        lost.add(1);
        if (due()) {
            LOG.error(
                    "The system event {} {} for {} is given up: {}. {} were given up so far",
                    change.type(),
                    change.action(),
                    change.owner(),
                    why,
                    lost.sum());
        }
    }

    private boolean due() {
        long last = lossSaid.get();
        long now = System.nanoTime();
        return now - last >= MINUTE && lossSaid.compareAndSet(last, now);
    }
}
