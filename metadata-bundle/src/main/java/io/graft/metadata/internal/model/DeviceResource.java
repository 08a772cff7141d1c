package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;

/** A value that a device has. */
public record DeviceResource(
        @JsonInclude(Include.NON_EMPTY) String description,
        String name,
        boolean isHidden,
        ResourceProperties properties,
        @JsonInclude(Include.NON_EMPTY) Map<String, Object> attributes,
        @JsonInclude(Include.NON_EMPTY) Map<String, Object> tags) {

    static final DeviceResource NONE = new DeviceResource(null, null, false, null, null, null);

    public DeviceResource {
        description = Values.text(description);
        name = Values.text(name);
        properties = Values.or(properties, ResourceProperties.NONE);
        attributes = Values.map(attributes);
        tags = Values.map(tags);
    }

    /** The same resource with other tags. */
    public DeviceResource withTags(Map<String, Object> others) {
        return new DeviceResource(description, name, isHidden, properties, attributes, others);
    }

    void validate(Problems problems) {
        problems.name("Name", name);
        properties.validate(problems.in("Properties"));
        problems.free("Attributes", attributes);
        problems.free("Tags", tags);
    }

    /** Changes of a resource, found by its name; what is {@code null} stays as it is. */
    public record Update(String description, String name, Boolean isHidden) {

        static final Update NONE = new Update(null, null, null);

        /** The resource with the changes. */
        public DeviceResource applyTo(DeviceResource resource) {
            return new DeviceResource(
                    Values.or(description, resource.description()),
                    resource.name(),
                    Values.or(isHidden, resource.isHidden()),
                    resource.properties(),
                    resource.attributes(),
                    resource.tags());
        }

        void validate(Problems problems) {
            problems.name("Name", Values.text(name));
        }
    }
}
