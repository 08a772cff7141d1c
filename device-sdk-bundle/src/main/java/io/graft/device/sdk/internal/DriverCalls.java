package io.graft.device.sdk.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a driver: one call at a time for each device, and before any other the one that tells the driver of the device as
 * it is now.
 */
final class DriverCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriverCalls.class);

    private final DeviceDriver driver;
    private final Catalog catalog;
    private final Lanes lanes;

    /** The devices as the driver has been told; an entry is used by its device's lane only. */
    private final Map<String, Device> told = new ConcurrentHashMap<>();

    /** The devices of which the driver is going to be told. */
    private final Set<String> news = ConcurrentHashMap.newKeySet();

    private final Map<Object, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    DriverCalls(DeviceDriver driver, Catalog catalog, Lanes lanes) {
        this.driver = driver;
        this.catalog = catalog;
        this.lanes = lanes;
    }

    /**
     * Calls when it is the device's turn.
     *
     * @return fails with {@link ApiException}; whoever completes it before its turn has cancelled the call
     */
    <T> CompletableFuture<T> call(String device, Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Object key = new Object();
        open.put(key, result);
        CompletableFuture<T> unused = result.whenComplete((value, failure) -> open.remove(key));
        if (closed) {
            result.completeExceptionally(stopped());
        } else if (!lanes.submit(device, () -> run(device, action, result))) {
            result.completeExceptionally(new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE,
                    closed
                            ? stopped().getMessage()
                            : "device " + device + " is busy: " + Lanes.MOST_WAITING
                                    + " calls wait for it already; try again later"));
        }
        return result;
    }

    /** Tells the driver of a device that was added, changed or removed. */
    void tell(String device) {
        if (news.add(device) && !lanes.submit(device, () -> tellNow(device))) {
            // It is told before the next call, of which there are many.
            news.remove(device);
        }
    }

    /** Ends what waits. */
    @Override
    public void close() {
        closed = true;
        open.values().forEach(each -> each.completeExceptionally(stopped()));
    }

    /** What a driver's failure means to a client. */
    static ApiException failure(Throwable e) {
        if (e instanceof ApiException api) {
            return api;
        }
        if (e instanceof DeviceException device) {
            ErrorKind kind =
                    switch (device.reason()) {
                        case INVALID -> ErrorKind.CONTRACT_INVALID;
                        case UNKNOWN -> ErrorKind.DOES_NOT_EXIST;
                        case UNAVAILABLE -> ErrorKind.SERVICE_UNAVAILABLE;
                        case FAILED -> ErrorKind.SERVER_ERROR;
                    };
            return new ApiException(kind, device.getMessage(), device);
        }
        return new ApiException(ErrorKind.SERVER_ERROR, "the driver has failed: " + e, e);
    }

    private <T> void run(String device, Callable<T> action, CompletableFuture<T> result) {
        // Also before a call that has been given up: the news may have waited for this one.
        tellNow(device);
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(action.call());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.completeExceptionally(stopped());
        } catch (DeviceException | ApiException e) {
            result.completeExceptionally(failure(e));
        } catch (Exception e) {
            LOG.error("the driver of device {} has failed", device, e);
            result.completeExceptionally(failure(e));
        } finally {
            // Whoever waits is told also of an error, which the lane logs.
            if (!result.isDone()) {
                result.completeExceptionally(
                        new ApiException(ErrorKind.SERVER_ERROR, "the driver of device " + device + " has failed"));
            }
        }
    }

    private void tellNow(String name) {
        news.remove(name);
        Device now = catalog.device(name).orElse(null);
        Device before = told.get(name);
        if (closed || Objects.equals(before, now)) {
            return;
        }
        try {
            if (now == null) {
                told.remove(name);
                driver.removed(before);
            } else {
                told.put(name, now);
                if (before == null) {
                    driver.added(now);
                } else {
                    driver.updated(before, now);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the driver has failed when told of device {}", name, e);
        }
    }

    private static ApiException stopped() {
        return new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "the device service is stopping; try again later");
    }
}
