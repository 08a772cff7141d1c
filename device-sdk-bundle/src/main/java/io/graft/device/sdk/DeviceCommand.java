package io.graft.device.sdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several resources of a profile under one name.
 *
 * @param name unique among the profile's commands
 * @param readable whether it can be read
 * @param writable whether it can be written
 * @param operations its resources, in the order in which they are read and written
 * @param tags added to each event
 */
public record DeviceCommand(
        String name, boolean readable, boolean writable, List<Operation> operations, Map<String, Object> tags) {

    /**
     * A resource in a command.
     *
     * @param resource its name
     * @param defaultValue what is written when the command gives no value, or empty
     * @param mappings from the value that was read to the text that is sent, and back for what is written
     */
    public record Operation(String resource, String defaultValue, Map<String, String> mappings) {

        public Operation {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(defaultValue, "defaultValue");
            mappings = Map.copyOf(mappings);
        }
    }

    public DeviceCommand {
        Objects.requireNonNull(name, "name");
        operations = List.copyOf(operations);
        tags = Map.copyOf(tags);
    }
}
