package io.graft.device.sdk.internal;

import io.graft.api.model.ValueType;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceCommand;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.ResourceValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes an event of the values that a driver has read: types, transforms, assertions, mappings, tags. */
final class EventMaker {

    /** A value is not what the profile asserts: the device does not work. */
    static final class AssertionFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        AssertionFailedException(String message) {
            super(message);
        }
    }

    private EventMaker() {}

    /**
     * Makes an event.
     *
     * @return nothing if there are no values
     * @throws DeviceException if a value is of no resource of the source, or not of its type
     */
    static Optional<DeviceEvent> event(Device device, Sources.Source source, List<ResourceValue> values)
            throws DeviceException, AssertionFailedException {
        List<DeviceEvent.Measured> readings = new ArrayList<>(values.size());
        for (ResourceValue each : values) {
            DeviceResource resource = source.resources().stream()
                    .filter(known -> known.name().equals(each.resource()))
                    .findFirst()
                    .orElseThrow(() -> DeviceException.failed(
                            "the driver has given a value of " + each.resource()
                                    + ", which was not asked for of device " + device.name(),
                            null));
            readings.add(reading(device, source, resource, each));
        }
        if (readings.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> tags = new HashMap<>(source.tags());
        tags.putAll(device.tags());
        return Optional.of(new DeviceEvent(
                UUID.randomUUID(),
                device.name(),
                device.profileName(),
                source.name(),
                nanos(Instant.now()),
                readings,
                tags));
    }

    private static DeviceEvent.Measured reading(
            Device device, Sources.Source source, DeviceResource resource, ResourceValue given)
            throws DeviceException, AssertionFailedException {
        Object value;
        try {
            value = Transforms.read(resource, Values.of(resource, given.value()));
        } catch (IllegalArgumentException e) {
            throw DeviceException.failed("device " + device.name() + ": " + e.getMessage(), e);
        }
        ValueType type = resource.valueType();
        if (value instanceof Transforms.Lost lost) {
            type = ValueType.STRING;
            value = lost.text();
        }
        boolean text = value != null && type != ValueType.BINARY && type != ValueType.OBJECT;
        if (text) {
            String shown = Values.text(type, value);
            String asserted = resource.transform().assertion();
            if (!asserted.isEmpty() && !asserted.equals(shown)) {
                throw new AssertionFailedException("Assertion failed for DeviceResource " + resource.name()
                        + " of device " + device.name() + ": it is " + shown + ", not " + asserted);
            }
            String mapped = source.operation(resource.name())
                    .map(DeviceCommand.Operation::mappings)
                    .orElse(Map.of())
                    .get(shown);
            if (mapped != null) {
                type = ValueType.STRING;
                value = mapped;
            }
        }
        return new DeviceEvent.Measured(resource, type, value, nanos(given.at()));
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000L + at.getNano();
    }
}
