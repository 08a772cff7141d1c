package io.graft.persistence.binding.internal;

import io.graft.persistence.binding.Provider.Health;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

/** Asks health checks on a few threads, so that one that hangs holds up nobody for longer than the time-out. */
final class HealthProbe implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING = 64;

    private final ExecutorService executor;
    private final long timeoutNanos;

    HealthProbe(long timeoutMillis) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "graft-provider-health-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
        timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** What these checks say, in their order; all are asked at once, and share the time-out. */
    List<Health> ask(List<HealthCheck> checks) {
        long deadline = System.nanoTime() + timeoutNanos;
        List<Supplier<Health>> asked =
                checks.stream().map(check -> start(check, deadline)).toList();
        return asked.stream().map(Supplier::get).toList();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Supplier<Health> start(HealthCheck check, long deadline) {
        try {
            Future<Health> running = executor.submit(() -> health(check.execute()));
            return () -> await(running, deadline);
        } catch (RejectedExecutionException e) {
            Health none = failed("other health checks that do not answer take all threads");
            return () -> none;
        }
    }

    private static Health await(Future<Health> running, long deadline) {
        try {
            return running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            return failed("its health check does not answer");
        } catch (ExecutionException e) {
            return failed("its health check failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    /** Where there are several messages, those of the result's status are what matters. */
    private static Health health(Result result) {
        Result.Status status = result.getStatus();
        List<ResultLog.Entry> entries =
                StreamSupport.stream(result.spliterator(), false).toList();
        Stream<ResultLog.Entry> decisive = entries.stream().filter(entry -> entry.getStatus() == status);
        return new Health(
                status.name(), decisive.map(ResultLog.Entry::getMessage).collect(Collectors.joining(" ")));
    }

    private static Health failed(String message) {
        return new Health(Result.Status.HEALTH_CHECK_ERROR.name(), message);
    }
}
