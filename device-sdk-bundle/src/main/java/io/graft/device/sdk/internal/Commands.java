package io.graft.device.sdk.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.ResourceValue;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads and writes devices, as commands and automatic events want it. Answers fail with {@link ApiException}. */
final class Commands {

    private final DeviceDriver driver;
    private final Catalog catalog;
    private final DriverCalls calls;
    private final Consumer<Device> notWorking;

    /** @param notWorking is told of a device whose value is not what its profile asserts; must return at once */
    Commands(DeviceDriver driver, Catalog catalog, DriverCalls calls, Consumer<Device> notWorking) {
        this.driver = driver;
        this.catalog = catalog;
        this.calls = calls;
        this.notWorking = notWorking;
    }

    /**
     * Reads.
     *
     * @param pattern whether the source may be a pattern of resources
     * @param query without EdgeX's own parameters
     * @return nothing if the driver has given no value
     */
    CompletableFuture<Optional<DeviceEvent>> get(
            String deviceName, String sourceName, boolean pattern, Map<String, String> query) {
        try {
            Device device = ready(deviceName);
            Sources.Source source = Sources.readable(profile(device), sourceName, pattern);
            return calls.call(deviceName, () -> event(device, source, driver.read(device, source.resources(), query)));
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Writes.
     *
     * @param values by resource, as JSON has them
     * @return the event that says what was written, unless that can't be read either
     */
    CompletableFuture<Optional<DeviceEvent>> set(
            String deviceName, String sourceName, Map<String, Object> values, Map<String, String> query) {
        try {
            Device device = ready(deviceName);
            Sources.Source source = Sources.writable(profile(device), sourceName);
            List<ResourceValue> checked = SetValues.check(source, values);
            List<ResourceValue> told = checked.stream()
                    .filter(each -> source.resources().stream()
                            .anyMatch(resource -> resource.name().equals(each.resource()) && resource.readable()))
                    .toList();
            return calls.call(deviceName, () -> {
                driver.write(device, checked, query);
                return event(device, source, told);
            });
        } catch (ApiException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The event of values that the device has given by itself. */
    Optional<DeviceEvent> event(Device device, Sources.Source source, List<ResourceValue> values)
            throws DeviceException {
        try {
            return EventMaker.event(device, source, values);
        } catch (EventMaker.AssertionFailedException e) {
            notWorking.accept(device);
            throw new ApiException(ErrorKind.SERVER_ERROR, e.getMessage(), e);
        }
    }

    /** The profile of a device; 404 if it has none. */
    DeviceProfile profile(Device device) {
        return catalog.profile(device.profileName())
                .orElseThrow(() -> ApiException.notFound(
                        device.profileName().isEmpty()
                                ? "device " + device.name() + " has no profile"
                                : "profile " + device.profileName() + " of device " + device.name() + " not found"));
    }

    /** The device, if it can be used now; 404 or 423 otherwise. */
    Device ready(String name) {
        if (catalog.locked()) {
            throw locked("service locked");
        }
        Device device = catalog.device(name).orElseThrow(() -> ApiException.notFound("device " + name + " not found"));
        if (device.locked()) {
            throw locked("device " + name + " locked");
        }
        if (device.operating() == Device.Operating.DOWN) {
            throw locked("device " + name + " OperatingState is DOWN");
        }
        return device;
    }

    private static ApiException locked(String message) {
        return new ApiException(ErrorKind.SERVICE_LOCKED, message);
    }
}
