package io.graft.coredata.internal;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.EventGate;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the events of devices on a thread of its own, which exists while there is something to do. */
final class EventPurge {

    private static final Logger LOG = LoggerFactory.getLogger(EventPurge.class);
    private static final int MOST_WAITING = 10_000;
    private static final int ATTEMPTS = 10;
    private static final int IDLE_SECONDS = 10;

    private final EventGate gate;
    private final Duration firstPause;
    private final ThreadPoolExecutor thread;

    /**
     * Deletes events of devices.
     *
     * @param firstPause how long to wait after the first failure; twice as long after each further one
     */
    EventPurge(EventGate gate, Duration firstPause) {
        this.gate = gate;
        this.firstPause = firstPause;
        this.thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread named = new Thread(task, "graft-core-data-purge");
                    named.setDaemon(true);
                    return named;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Deletes a device's events soon. */
    void purge(String deviceName) {
        try {
            thread.execute(() -> delete(deviceName));
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "the events of deleted device {} stay: {} devices are waiting already; delete them with"
                            + " DELETE /api/v3/event/device/name/{}",
                    deviceName,
                    thread.getQueue().size(),
                    deviceName,
                    e);
        }
    }

    /** Ends it, with what is still waiting undone and said so. */
    void close() {
        int undone = thread.shutdownNow().size();
        if (undone > 0) {
            LOG.warn("the events of {} deleted devices stay, since core-data is being stopped", undone);
        }
    }

    private void delete(String deviceName) {
        Duration pause = firstPause;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                long deleted = gate.delete(EventFilter.device(deviceName));
                LOG.info("device {} is gone and so are its {} events", deviceName, deleted);
                return;
            } catch (StoreException e) {
                if (!e.retriable() || attempt == ATTEMPTS) {
                    LOG.error("the events of deleted device {} stay: {}", deviceName, e.getMessage(), e);
                    return;
                }
                LOG.debug("the events of deleted device {} are still there", deviceName, e);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("the events of deleted device {} stay, since core-data is being stopped", deviceName);
                return;
            }
            pause = pause.multipliedBy(2);
        }
    }
}
