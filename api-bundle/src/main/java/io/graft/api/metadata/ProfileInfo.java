package io.graft.api.metadata;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What all devices of a kind can be asked and told. Immutable; no component is {@code null}.
 *
 * @param name its name, unique
 * @param resources in the order of the profile; their names are unique
 * @param commands in the order of the profile; their names are unique, and may be those of resources
 */
public record ProfileInfo(String name, List<ResourceInfo> resources, List<CommandInfo> commands) {

    public ProfileInfo {
        Objects.requireNonNull(name, "name");
        resources = List.copyOf(resources);
        commands = List.copyOf(commands);
    }

    /** The resource with this name. */
    public Optional<ResourceInfo> resource(String resourceName) {
        return resources.stream()
                .filter(resource -> resource.name().equals(resourceName))
                .findFirst();
    }

    /** The command with this name. */
    public Optional<CommandInfo> command(String commandName) {
        return commands.stream()
                .filter(command -> command.name().equals(commandName))
                .findFirst();
    }
}
