package io.graft.metadata.internal.model;

import java.util.List;
import java.util.Map;

/** Changes of a device; what is {@code null} stays as it is. */
public record UpdateDevice(
        String id,
        String name,
        String parent,
        String description,
        String adminState,
        String operatingState,
        String serviceName,
        String profileName,
        List<String> labels,
        Object location,
        List<AutoEvent> autoEvents,
        Map<String, Map<String, Object>> protocols,
        Map<String, Object> tags,
        Map<String, Object> properties) {

    static final UpdateDevice NONE =
            new UpdateDevice(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public UpdateDevice {
        labels = Values.textsOrNull(labels);
        autoEvents = Values.listOrNull(autoEvents, AutoEvent.NONE);
        protocols = Values.mapOrNull(protocols, Map.of());
        tags = Values.mapOrNull(tags);
        properties = Values.mapOrNull(properties);
    }

    /** The device with the changes. */
    public Device applyTo(Device device) {
        return new Device(
                device.created(),
                device.modified(),
                device.id(),
                device.name(),
                Values.or(parent, device.parent()),
                Values.or(description, device.description()),
                Values.or(adminState, device.adminState()),
                Values.or(operatingState, device.operatingState()),
                Values.or(labels, device.labels()),
                Values.or(location, device.location()),
                Values.or(serviceName, device.serviceName()),
                Values.or(profileName, device.profileName()),
                Values.or(autoEvents, device.autoEvents()),
                Values.or(protocols, device.protocols()),
                Values.or(tags, device.tags()),
                Values.or(properties, device.properties()));
    }

    void validate(Problems problems) {
        problems.identity(id, name);
        problems.adminState("AdminState", adminState);
        problems.oneOf("OperatingState", operatingState, "UP", "DOWN", "UNKNOWN");
        problems.notBlank("ServiceName", serviceName);
        problems.free("Location", location);
        AutoEvent.validate(autoEvents, problems);
        problems.free("Protocols", protocols);
        problems.free("Tags", tags);
        problems.free("Properties", properties);
    }
}
