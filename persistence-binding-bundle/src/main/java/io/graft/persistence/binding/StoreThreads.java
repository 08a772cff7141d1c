package io.graft.persistence.binding;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads in which a gate calls stores, so that a store that hangs keeps one of these and no client. They exist
 * while there is something to do, and are bounded.
 */
final class StoreThreads {

    private static final int MOST = 16;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    StoreThreads(String service) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "graft-" + service + "-store-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a task at once in one of the threads; false if all of them are busy, or closed. */
    boolean start(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Starts nothing more, and waits for what runs; interrupts what runs for longer. */
    void close(Duration timeout) {
        threads.shutdown();
        try {
            if (threads.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
