package io.graft.keeper.internal;

import io.graft.api.persistence.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registered services in turn whether they are well, on one thread: at half their interval until they are UP,
 * then at their interval. A service that is slow to answer delays the others by its time-out at most.
 */
final class HealthWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final Function<Registration, String> probe;
    private final BiConsumer<String, String> found;
    private final Map<String, Watched> watched = new HashMap<>();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "graft-keeper-health");
        thread.setDaemon(true);
        return thread;
    });

    private record Watched(Registration registration, Future<?> next) {}

    /**
     * @param probe finds the status of a service; takes a bounded time
     * @param found takes a service's id and its status when that has changed
     */
    HealthWatch(Function<Registration, String> probe, BiConsumer<String, String> found) {
        this.probe = probe;
        this.found = found;
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Watches the registered services instead of those watched so far, once they can be read. */
    void restart(Supplier<List<Registration>> registrations) {
        try {
            executor.execute(() -> guarded(() -> {
                List<Registration> now = registrations.get();
                replaceAll(now);
            }));
        } catch (RejectedExecutionException e) {
            LOG.debug("no health checks: the service is being stopped");
        }
    }

    private synchronized void replaceAll(List<Registration> registrations) {
        List.copyOf(watched.keySet()).forEach(this::forget);
        registrations.forEach(this::watch);
    }

    /** Watches a service from now on, or no more when it has left. */
    synchronized void watch(Registration registration) {
        forget(registration.serviceId());
        if (!registration.left()) {
            schedule(registration);
        }
    }

    /** Watches a service no more. */
    synchronized void forget(String serviceId) {
        Watched was = watched.remove(serviceId);
        if (was != null) {
            was.next().cancel(false);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("a health check still runs 5 s after its end was asked for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule(Registration registration) {
        Duration interval = RegistrationForm.interval(registration);
        Duration delay = registration.status().equals(Registration.UP) ? interval : interval.dividedBy(2);
        try {
            Future<?> next =
                    executor.schedule(() -> guarded(() -> check(registration)), delay.toNanos(), TimeUnit.NANOSECONDS);
            watched.put(registration.serviceId(), new Watched(registration, next));
        } catch (RejectedExecutionException e) {
            LOG.debug("no further health checks: the service is being stopped");
        }
    }

    private void check(Registration registration) {
        String status = probe.apply(registration);
        if (next(registration, status) && !status.equals(registration.status())) {
            LOG.info("service {} is {}", registration.serviceId(), status);
            found.accept(registration.serviceId(), status);
        }
    }

    /** Plans the next check, unless the registration was changed or removed during this one. */
    private synchronized boolean next(Registration registration, String status) {
        Watched now = watched.get(registration.serviceId());
        if (now == null || !now.registration().equals(registration)) {
            return false;
        }
        schedule(registration.withStatus(status, registration.modified()));
        return true;
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (StoreException e) {
            LOG.warn("the registry can't be reached for health checks: {}", e.getMessage());
        }
    }
}
