package io.graft.metadata.internal.validation;

import io.graft.metadata.internal.model.Device;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is asked for one request. Several devices are asked for at a time; of a device service that has not answered once
 * nothing more is asked. Used by the thread of the request.
 */
public final class Round implements AutoCloseable {

    private static final int AT_A_TIME = 16;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DeviceValidation validation;
    private final Duration timeout;
    private final String correlationId;
    private final Runnable end;
    private final Semaphore window = new Semaphore(AT_A_TIME);
    private final Map<String, Throwable> silent = new ConcurrentHashMap<>();

    Round(DeviceValidation validation, Duration timeout, String correlationId, Runnable end) {
        this.validation = validation;
        this.timeout = timeout;
        this.correlationId = correlationId;
        this.end = end;
    }

    /** Asks; waits only while too many questions are open. The answer fails with what to answer the client. */
    public CompletableFuture<Void> ask(Device device) {
        Throwable known = silent.get(device.serviceName());
        if (known == null) {
            enter(device);
            known = silent.get(device.serviceName());
            if (known != null) {
                window.release();
            }
        }
        return known == null ? askNow(device) : CompletableFuture.failedFuture(known);
    }

    /**
     * Waits for an answer.
     *
     * @throws ApiException 500 if the device service refuses the device, 503 if it does not answer
     */
    public void await(CompletableFuture<Void> answer) {
        try {
            answer.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "the message bus does not answer", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        end.run();
    }

    private CompletableFuture<Void> askNow(Device device) {
        CompletableFuture<Void> answer;
        try {
            answer = validation.ask(device, timeout, correlationId);
        } catch (RuntimeException e) {
            window.release();
            throw e;
        }
        return answer.whenComplete((valid, refusal) -> {
            if (refusal != null && DeviceValidation.isGeneral(refusal)) {
                silent.putIfAbsent(device.serviceName(), refusal);
            }
            window.release();
        });
    }

    private void enter(Device device) {
        try {
            if (!window.tryAcquire(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ApiException(
                        ErrorKind.SERVICE_UNAVAILABLE,
                        "the message bus does not answer; device '" + device.name() + "' was not validated");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ApiException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "interrupted while devices were validated", e);
    }
}
