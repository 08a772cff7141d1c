package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;

/** A resource's part in a device command. */
public record ResourceOperation(
        String deviceResource,
        @JsonInclude(Include.NON_EMPTY) String defaultValue,
        @JsonInclude(Include.NON_EMPTY) Map<String, String> mappings) {

    static final ResourceOperation NONE = new ResourceOperation(null, null, null);

    public ResourceOperation {
        deviceResource = Values.text(deviceResource);
        defaultValue = Values.text(defaultValue);
        mappings = Values.or(Values.mapOrNull(mappings, ""), Map.of());
    }
}
