package io.graft.device.sdk.internal;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How long who has sent a command is let wait. */
final class Patience {

    private final ScheduledExecutorService timer;
    private final Duration limit;

    Patience(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    /** Lets a command fail with 503 when its time is over; if its turn has not come by then, it does not come any more. */
    <T> CompletableFuture<T> limit(String device, CompletableFuture<T> result) {
        if (result.isDone()) {
            return result;
        }
        try {
            Future<?> end = timer.schedule(
                    () -> result.completeExceptionally(new ApiException(
                            ErrorKind.SERVICE_UNAVAILABLE,
                            "device " + device + " has not answered within " + limit.toMillis() + " ms")),
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
            CompletableFuture<T> unused = result.whenComplete((value, failure) -> end.cancel(false));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(
                    new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "the device service is stopping", e));
        }
        return result;
    }
}
