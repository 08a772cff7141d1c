package io.graft.persistence.tck.checks;

import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.ContractViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that call a store at once, and end with the check. */
final class Crew implements AutoCloseable {

    private final AtomicInteger number = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "graft-check-crew-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> tasks = new ArrayList<>();

    private Crew() {}

    static Crew of(CheckContext context) {
        return context.closing(new Crew());
    }

    <T> Future<T> start(Callable<T> task) {
        Future<T> future = threads.submit(task);
        tasks.add(future);
        return future;
    }

    /** Starts one task for each number below a count, all at the same moment. */
    void start(int count, Task task) {
        CountDownLatch ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int thread = i;
            tasks.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                task.run(thread);
                return null;
            }));
        }
    }

    /** Waits until all are done; throws what the first one has thrown that failed. */
    void join(Duration limit) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        for (Future<?> task : tasks) {
            try {
                task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) e.getCause();
            } catch (TimeoutException e) {
                throw new ContractViolation(
                        "a call of one of " + tasks.size() + " threads was not answered within " + limit.toSeconds()
                                + " s",
                        e);
            }
        }
        tasks.clear();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What one thread does. */
    interface Task {
        void run(int thread) throws Exception;
    }
}
