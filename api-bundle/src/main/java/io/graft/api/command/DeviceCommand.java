package io.graft.api.command;

import java.util.List;
import java.util.Objects;

/**
 * A command of a device: one of its profile's commands, or a single resource.
 *
 * @param name its name
 * @param readable whether it can be read
 * @param writable whether it can be written
 * @param parameters the resources that it reads and writes, in the profile's order
 */
public record DeviceCommand(String name, boolean readable, boolean writable, List<CommandParameter> parameters) {

    public DeviceCommand {
        Objects.requireNonNull(name, "name");
        parameters = List.copyOf(parameters);
    }
}
