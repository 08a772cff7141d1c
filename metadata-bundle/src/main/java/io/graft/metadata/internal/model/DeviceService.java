package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/** A device service: the program that owns devices. */
public record DeviceService(
        long created,
        long modified,
        @JsonInclude(Include.NON_EMPTY) String id,
        String name,
        @JsonInclude(Include.NON_EMPTY) String description,
        @JsonInclude(Include.NON_EMPTY) List<String> labels,
        String baseAddress,
        String adminState,
        Map<String, Object> properties)
        implements Entity {

    static final DeviceService NONE = new DeviceService(0, 0, null, null, null, null, null, null, null);

    public DeviceService {
        id = Values.text(id);
        name = Values.text(name);
        description = Values.text(description);
        labels = Values.texts(labels);
        baseAddress = Values.text(baseAddress);
        adminState = Values.text(adminState);
        properties = Values.map(properties);
    }

    @Override
    public DeviceService stamped(String newId, long newCreated, long newModified) {
        return new DeviceService(
                newCreated, newModified, newId, name, description, labels, baseAddress, adminState, properties);
    }

    void validate(Problems problems) {
        problems.uuid("Id", id);
        problems.name("Name", name);
        problems.uri("BaseAddress", baseAddress);
        problems.adminState("AdminState", adminState);
        problems.free("Properties", properties);
    }
}
