package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.graft.api.model.ValueType;
import io.graft.rest.ApiException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all devices of a kind have in common. */
public record DeviceProfile(
        long created,
        long modified,
        @JsonInclude(Include.NON_EMPTY) String apiVersion,
        @JsonInclude(Include.NON_EMPTY) String id,
        String name,
        @JsonInclude(Include.NON_EMPTY) String manufacturer,
        @JsonInclude(Include.NON_EMPTY) String description,
        @JsonInclude(Include.NON_EMPTY) String model,
        @JsonInclude(Include.NON_EMPTY) List<String> labels,
        List<DeviceResource> deviceResources,
        List<DeviceCommand> deviceCommands)
        implements Entity {

    static final DeviceProfile NONE = new DeviceProfile(0, 0, null, null, null, null, null, null, null, null, null);

    public DeviceProfile {
        apiVersion = Values.text(apiVersion);
        id = Values.text(id);
        name = Values.text(name);
        manufacturer = Values.text(manufacturer);
        description = Values.text(description);
        model = Values.text(model);
        labels = Values.texts(labels);
        deviceResources = Values.list(deviceResources, DeviceResource.NONE);
        deviceCommands = Values.list(deviceCommands, DeviceCommand.NONE);
    }

    @Override
    public DeviceProfile stamped(String newId, long newCreated, long newModified) {
        return new DeviceProfile(
                newCreated,
                newModified,
                apiVersion,
                newId,
                name,
                manufacturer,
                description,
                model,
                labels,
                deviceResources,
                deviceCommands);
    }

    /** The same profile with other resources and commands. */
    public DeviceProfile with(List<DeviceResource> resources, List<DeviceCommand> commands) {
        return new DeviceProfile(
                created, modified, apiVersion, id, name, manufacturer, description, model, labels, resources, commands);
    }

    /**
     * Makes sure that the profile is whole, each part by itself and the parts together.
     *
     * @throws ApiException 400 if it is not
     */
    public void validate() {
        Problems problems = Problems.of("DeviceProfile");
        validateParts(problems);
        problems.throwIfAny();
        validateWhole();
    }

    void validateParts(Problems problems) {
        problems.uuid("Id", id);
        problems.name("Name", name);
        for (int i = 0; i < deviceResources.size(); i++) {
            deviceResources.get(i).validate(problems.in("DeviceResources", i));
        }
        for (int i = 0; i < deviceCommands.size(); i++) {
            deviceCommands.get(i).validate(problems.in("DeviceCommands", i));
        }
    }

    void validateWhole() {
        Map<String, DeviceResource> resources = new HashMap<>();
        for (DeviceResource resource : deviceResources) {
            ResourceProperties properties = resource.properties();
            if (properties.valueType().equals(ValueType.BINARY.edgexName())
                    && properties.readWrite().contains("W")) {
                throw ApiException.invalid(
                        "write permission not support Binary value type for resource '" + resource.name() + "'");
            }
            if (resources.put(resource.name(), resource) != null) {
                throw ApiException.invalid("device resource " + resource.name() + " is duplicated");
            }
        }
        Set<String> commands = new HashSet<>();
        for (DeviceCommand command : deviceCommands) {
            if (!commands.add(command.name())) {
                throw ApiException.invalid("device command " + command.name() + " is duplicated");
            }
            command.resourceOperations().forEach(operation -> validate(command, operation, resources));
        }
    }

    private static void validate(
            DeviceCommand command, ResourceOperation operation, Map<String, DeviceResource> resources) {
        DeviceResource resource = resources.get(operation.deviceResource());
        if (resource == null) {
            throw ApiException.invalid(
                    "device command's resource " + operation.deviceResource() + " doesn't match any device resource");
        }
        String allowed = resource.properties().readWrite();
        if (allowed.length() == 1 && !allowed.equals(command.readWrite())) {
            throw ApiException.invalid("device command's ReadWrite permission '" + command.readWrite()
                    + "' doesn't align the device resource");
        }
    }
}
