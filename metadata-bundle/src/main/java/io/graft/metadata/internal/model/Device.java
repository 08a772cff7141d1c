package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/** A device. */
public record Device(
        long created,
        long modified,
        @JsonInclude(Include.NON_EMPTY) String id,
        String name,
        @JsonInclude(Include.NON_EMPTY) String parent,
        @JsonInclude(Include.NON_EMPTY) String description,
        String adminState,
        String operatingState,
        @JsonInclude(Include.NON_EMPTY) List<String> labels,
        @JsonInclude(Include.NON_NULL) Object location,
        String serviceName,
        @JsonInclude(Include.NON_EMPTY) String profileName,
        @JsonInclude(Include.NON_EMPTY) List<AutoEvent> autoEvents,
        Map<String, Map<String, Object>> protocols,
        @JsonInclude(Include.NON_EMPTY) Map<String, Object> tags,
        Map<String, Object> properties)
        implements Entity {

    static final Device NONE =
            new Device(0, 0, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public Device {
        id = Values.text(id);
        name = Values.text(name);
        parent = Values.text(parent);
        description = Values.text(description);
        adminState = Values.text(adminState);
        operatingState = Values.text(operatingState);
        labels = Values.texts(labels);
        serviceName = Values.text(serviceName);
        profileName = Values.text(profileName);
        autoEvents = Values.list(autoEvents, AutoEvent.NONE);
        protocols = Values.mapOrNull(protocols, Map.of());
        tags = Values.map(tags);
        properties = Values.map(properties);
    }

    @Override
    public Device stamped(String newId, long newCreated, long newModified) {
        return new Device(
                newCreated,
                newModified,
                newId,
                name,
                parent,
                description,
                adminState,
                operatingState,
                labels,
                location,
                serviceName,
                profileName,
                autoEvents,
                protocols,
                tags,
                properties);
    }

    /** The same device with other automatic readings. */
    public Device withAutoEvents(List<AutoEvent> others) {
        return new Device(
                created,
                modified,
                id,
                name,
                parent,
                description,
                adminState,
                operatingState,
                labels,
                location,
                serviceName,
                profileName,
                others,
                protocols,
                tags,
                properties);
    }

    void validate(Problems problems) {
        problems.uuid("Id", id);
        problems.name("Name", name);
        problems.adminState("AdminState", adminState);
        problems.oneOf("OperatingState", operatingState, "UP", "DOWN", "UNKNOWN");
        problems.free("Location", location);
        problems.name("ServiceName", serviceName);
        AutoEvent.validate(autoEvents, problems);
        if (protocols == null) {
            problems.required("Protocols", "");
        }
        problems.free("Protocols", protocols);
        problems.free("Tags", tags);
        problems.free("Properties", properties);
    }
}
