package io.graft.api.command;

import java.util.List;
import java.util.Objects;

/**
 * A device and what can be asked of it.
 *
 * @param deviceName the device
 * @param profileName its profile
 * @param commands its commands and resources that are not hidden, by name
 */
public record DeviceCommands(String deviceName, String profileName, List<DeviceCommand> commands) {

    public DeviceCommands {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(profileName, "profileName");
        commands = List.copyOf(commands);
    }
}
