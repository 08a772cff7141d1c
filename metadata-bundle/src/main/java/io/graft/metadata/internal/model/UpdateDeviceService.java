package io.graft.metadata.internal.model;

import java.util.List;
import java.util.Map;

/** Changes of a device service; what is {@code null} stays as it is. */
public record UpdateDeviceService(
        String id,
        String name,
        String description,
        String baseAddress,
        List<String> labels,
        String adminState,
        Map<String, Object> properties) {

    static final UpdateDeviceService NONE = new UpdateDeviceService(null, null, null, null, null, null, null);

    public UpdateDeviceService {
        labels = Values.textsOrNull(labels);
        properties = Values.mapOrNull(properties);
    }

    /** The device service with the changes. */
    public DeviceService applyTo(DeviceService service) {
        return new DeviceService(
                service.created(),
                service.modified(),
                service.id(),
                service.name(),
                Values.or(description, service.description()),
                Values.or(labels, service.labels()),
                Values.or(baseAddress, service.baseAddress()),
                Values.or(adminState, service.adminState()),
                Values.or(properties, service.properties()));
    }

    void validate(Problems problems) {
        problems.identity(id, name);
        if (baseAddress != null) {
            problems.uri("BaseAddress", baseAddress);
        }
        problems.adminState("AdminState", adminState);
        problems.free("Properties", properties);
    }
}
