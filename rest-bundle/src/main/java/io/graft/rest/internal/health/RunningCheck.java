package io.graft.rest.internal.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One health check with its last run. */
final class RunningCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCheck.class);
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String ERROR = Result.Status.HEALTH_CHECK_ERROR.name();

    private final String name;
    private final List<String> tags;
    private final boolean decides;
    private final HealthCheck check;
    private final ExecutorService executor;
    private FutureTask<CheckResult> run;
    private long startedAt;
    private boolean late;

    RunningCheck(String name, List<String> tags, boolean decides, HealthCheck check, ExecutorService executor) {
        this.name = name;
        this.tags = tags;
        this.decides = decides;
        this.check = check;
        this.executor = executor;
    }

    List<String> tags() {
        return tags;
    }

    boolean decides() {
        return decides;
    }

    /** Runs the check unless it runs or has just run. */
    synchronized void start() {
        boolean done = run != null && run.isDone();
        if (run != null && (!done || System.nanoTime() - startedAt < FRESH_NANOS)) {
            return;
        }
        FutureTask<CheckResult> next = new FutureTask<>(this::execute);
        try {
            executor.execute(next);
        } catch (RejectedExecutionException e) {
            LOG.debug("Health check {} finds no thread", name, e);
            return;
        }
        run = next;
        startedAt = System.nanoTime();
        late = false;
    }

    /** The result, waited for until a time of {@link System#nanoTime}, but never again for a run that was late once. */
    CheckResult result(long deadline) {
        FutureTask<CheckResult> current;
        long patience;
        synchronized (this) {
            current = run;
            patience = late ? 0 : Math.max(0, deadline - System.nanoTime());
        }
        if (current == null) {
            return failed("all threads for health checks are taken by others that do not answer");
        }
        try {
            return current.get(patience, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            synchronized (this) {
                late |= current == run;
            }
            return failed("it does not answer");
        } catch (ExecutionException e) {
            return failed("it failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("the gateway is stopping");
        }
    }

    private CheckResult execute() {
        try {
            Result result = check.execute();
            Result.Status status = result.getStatus();
            boolean ok = status == Result.Status.OK || status == Result.Status.WARN;
            return new CheckResult(name, tags, decides, ok, status.name(), message(result));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Health check {} failed", name, e);
            return failed("it failed; the log says why");
        }
    }

    private static String message(Result result) {
        List<String> messages = new ArrayList<>();
        for (ResultLog.Entry entry : result) {
            messages.add(entry.getMessage());
        }
        return String.join("; ", messages);
    }

    private CheckResult failed(String message) {
        return new CheckResult(name, tags, decides, false, ERROR, message);
    }
}
