package io.graft.bus.binding.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of the binding: time-outs of requests, and telemetry. Safe for use by many threads. */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final ScheduledThreadPoolExecutor timer;
    private final Set<TelemetryPublisher> publishers = ConcurrentHashMap.newKeySet();
    private Duration interval = Duration.ZERO;
    private Future<?> ticking;

    Ticker() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "graft-bus-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    void add(TelemetryPublisher publisher) {
        publishers.add(publisher);
    }

    void remove(TelemetryPublisher publisher) {
        publishers.remove(publisher);
    }

    /** Publishes telemetry at this interval from now on; zero for never. */
    synchronized void every(Duration changed) {
        if (changed.equals(interval)) {
            return;
        }
        interval = changed;
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
        if (!changed.isZero()) {
            ticking = timer.scheduleAtFixedRate(
                    this::publish, changed.toMillis(), changed.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Does something once, later; it must throw nothing. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void later(long delay, TimeUnit unit, Runnable task) {
        try {
            timer.schedule(task, delay, unit);
        } catch (RejectedExecutionException e) {
            LOG.debug("not done any more, the bus is being stopped", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void publish() {
        for (TelemetryPublisher each : publishers) {
            try {
                each.publish();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("Telemetry could not be published", e);
            }
        }
    }
}
