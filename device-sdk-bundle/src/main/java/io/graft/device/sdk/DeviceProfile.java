package io.graft.device.sdk;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What devices of one kind have.
 *
 * @param name unique in the gateway
 * @param resources its values, in the profile's order
 * @param commands resources under one name
 */
public record DeviceProfile(String name, List<DeviceResource> resources, List<DeviceCommand> commands) {

    public DeviceProfile {
        Objects.requireNonNull(name, "name");
        resources = List.copyOf(resources);
        commands = List.copyOf(commands);
    }

    /** The resource of a name. */
    public Optional<DeviceResource> resource(String resource) {
        return resources.stream().filter(each -> each.name().equals(resource)).findFirst();
    }

    /** The command of a name. */
    public Optional<DeviceCommand> command(String command) {
        return commands.stream().filter(each -> each.name().equals(command)).findFirst();
    }
}
