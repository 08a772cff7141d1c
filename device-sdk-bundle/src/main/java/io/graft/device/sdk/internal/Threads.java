package io.graft.device.sdk.internal;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's threads: one for time, some for the driver, some for what waits for others. They end when idle. */
final class Threads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final int DRIVER = 16;
    private static final int CHORES = 6;
    private static final long IDLE_SECONDS = 30;
    private static final Duration STOP = Duration.ofSeconds(5);

    private final String service;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor driver;
    private final ThreadPoolExecutor chores;

    Threads(String service) {
        this.service = service;
        timer = new ScheduledThreadPoolExecutor(1, named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        driver = pool("driver", DRIVER);
        chores = pool("chores", CHORES);
    }

    /** Starts what is done elsewhere, on time. */
    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** Runs calls of the driver for devices. */
    ExecutorService driver() {
        return driver;
    }

    /** Runs what waits for other services and for the bus, one task of each kind. */
    ExecutorService chores() {
        return chores;
    }

    /** Interrupts what runs and waits for its end, for a bounded time. */
    @Override
    public void close() {
        timer.shutdownNow();
        driver.shutdownNow();
        chores.shutdownNow();
        long deadline = System.nanoTime() + STOP.toNanos();
        try {
            for (ExecutorService each : new ExecutorService[] {timer, driver, chores}) {
                if (!each.awaitTermination(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    LOG.warn(
                            "device service {} has stopped, but a call that runs has not ended within {} s",
                            service,
                            STOP.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Grows only if no thread is idle, and queues only if it can't grow: few threads for seldom tasks. */
    private ThreadPoolExecutor pool(String name, int threads) {
        return new ThreadPoolExecutor(
                0, threads, IDLE_SECONDS, TimeUnit.SECONDS, new IdleFirst(), named(name), (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("device service " + service + " stops");
                    }
                    pool.getQueue().add(task);
                });
    }

    private ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "graft-" + service + "-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes what is offered only if a thread waits for it; what is added, always. */
    private static final class IdleFirst extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
