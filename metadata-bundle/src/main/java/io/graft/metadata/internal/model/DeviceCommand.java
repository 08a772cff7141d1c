package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/** Several resources of a device read or written at once. */
public record DeviceCommand(
        String name,
        boolean isHidden,
        String readWrite,
        List<ResourceOperation> resourceOperations,
        @JsonInclude(Include.NON_EMPTY) Map<String, Object> tags) {

    static final DeviceCommand NONE = new DeviceCommand(null, false, null, null, null);

    public DeviceCommand {
        name = Values.text(name);
        readWrite = Values.text(readWrite);
        resourceOperations = Values.list(resourceOperations, ResourceOperation.NONE);
        tags = Values.map(tags);
    }

    /** The same command with other tags. */
    public DeviceCommand withTags(Map<String, Object> others) {
        return new DeviceCommand(name, isHidden, readWrite, resourceOperations, others);
    }

    void validate(Problems problems) {
        problems.name("Name", name);
        problems.requiredOneOf("ReadWrite", readWrite, "R", "W", "RW", "WR");
        problems.atLeastOne("ResourceOperations", resourceOperations.size());
        for (int i = 0; i < resourceOperations.size(); i++) {
            problems.in("ResourceOperations", i)
                    .required("DeviceResource", resourceOperations.get(i).deviceResource());
        }
        problems.free("Tags", tags);
    }

    /** Changes of a command, found by its name; what is {@code null} stays as it is. */
    public record Update(String name, Boolean isHidden) {

        static final Update NONE = new Update(null, null);

        /** The command with the changes. */
        public DeviceCommand applyTo(DeviceCommand command) {
            return new DeviceCommand(
                    command.name(),
                    Values.or(isHidden, command.isHidden()),
                    command.readWrite(),
                    command.resourceOperations(),
                    command.tags());
        }

        void validate(Problems problems) {
            problems.name("Name", Values.text(name));
        }
    }
}
