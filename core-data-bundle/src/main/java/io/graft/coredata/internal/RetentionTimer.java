package io.graft.coredata.internal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs something again and again on a thread of its own, the interval counted from the end of a run. */
final class RetentionTimer {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionTimer.class);

    private final Runnable round;
    private final ScheduledExecutorService thread;
    private Duration interval = Duration.ZERO;
    private ScheduledFuture<?> next;

    RetentionTimer(Runnable round) {
        this.round = round;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "graft-core-data-retention");
            named.setDaemon(true);
            return named;
        });
    }

    /** Sets the interval; zero for no more runs. The same as before changes nothing. */
    synchronized void every(Duration newInterval) {
        if (newInterval.equals(interval) || thread.isShutdown()) {
            return;
        }
        interval = newInterval;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (!interval.isZero()) {
            next = thread.scheduleWithFixedDelay(
                    this::run, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends it; a run that is under way is interrupted and waited for, for a bounded time. */
    void close(Duration timeout) {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("retention is still busy after {} ms and ends with its current source", timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("a round of retention failed; the next one comes in {}", interval, e);
        }
    }
}
