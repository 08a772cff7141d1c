package io.graft.coredata.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.persistence.binding.EventGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events that devices publish: subscribes to them, durable and at least once, and hands what is delivered to
 * threads of its own, which acknowledge it when it is kept. Threads of the bus do nothing but put it into a queue.
 */
final class BusEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BusEvents.class);
    private static final String SUBSCRIPTION = "core-data-events";
    private static final int WINDOW = 2_048;
    private static final long WINDOW_BYTES = 16L << 20;

    /** Two groups can be in the store at once; meanwhile the next one is read. */
    private static final int THREADS = 3;

    private static final Duration LAST_GROUPS = Duration.ofSeconds(3);
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    private final Bus bus;
    private final BusQueue queue = new BusQueue();
    private final List<Thread> threads = new ArrayList<>();
    private BusSubscription subscription;

    BusEvents(Bus bus, EventGate gate, Supplier<Settings> settings, Persisted persisted, Metrics metrics) {
        this.bus = bus;
        BusEventReader reader = new BusEventReader(bus.topics());
        BusAppender appender = new BusAppender(queue, reader, gate, settings, persisted, metrics);
        for (int i = 1; i <= THREADS; i++) {
            Thread thread = new Thread(appender, "graft-core-data-bus-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** Subscribes, or ends that: then nothing is kept for it by the bus. */
    synchronized void subscribe(boolean wanted) {
        if (wanted && subscription == null) {
            SubscriptionSpec spec = new SubscriptionSpec(
                    SUBSCRIPTION, List.of(bus.topics().deviceEvents()), Qos.AT_LEAST_ONCE, true, WINDOW, WINDOW_BYTES);
            try {
                subscription = bus.subscribe(spec, queue::add);
            } catch (BusException | IllegalStateException e) {
                LOG.error("core-data takes no events from the bus: {}", e.getMessage(), e);
            }
        } else if (!wanted && subscription != null) {
            subscription.cancel();
            subscription = null;
        }
    }

    /** Ends deliveries; what is being kept is waited for, a bounded time. All else stays with the bus. */
    @Override
    public synchronized void close() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
        queue.close();
        if (!ended(LAST_GROUPS)) {
            threads.forEach(Thread::interrupt);
            if (!ended(LAST_CALLS)) {
                LOG.warn("a call of {} hangs; its events stay with the bus", threads);
            }
        }
    }

    private boolean ended(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (Thread thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
