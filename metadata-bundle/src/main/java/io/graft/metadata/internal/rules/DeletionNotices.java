package io.graft.metadata.internal.rules;

import io.graft.api.metadata.DeviceListener;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners which devices have been deleted, in the order of deletion, on a thread of its own. Where listeners
 * are so slow that many deletions wait, those who delete wait along: no notice is dropped.
 */
public final class DeletionNotices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeletionNotices.class);
    private static final int WAITING = 1000;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final List<DeviceListener> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
                Thread created = new Thread(task, "graft-metadata-notices");
                created.setDaemon(true);
                return created;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    public DeletionNotices() {
        thread.allowCoreThreadTimeOut(true);
    }

    public void add(DeviceListener listener) {
        listeners.add(listener);
    }

    public void remove(DeviceListener listener) {
        listeners.remove(listener);
    }

    void deleted(String device) {
        if (!listeners.isEmpty()) {
            thread.execute(() -> tell(device));
        }
    }

    private void tell(String device) {
        for (DeviceListener listener : listeners) {
            try {
                listener.deviceDeleted(device);
            } catch (RuntimeException e) {
                LOG.error(
                        "Listener {} failed to hear that device '{}' has been deleted",
                        listener.getClass().getName(),
                        device,
                        e);
            }
        }
    }

    /** Delivers what waits, for a bounded time. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                int dropped = thread.shutdownNow().size();
                LOG.warn("{} notices of deleted devices were dropped: listeners did not take them in time", dropped);
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
