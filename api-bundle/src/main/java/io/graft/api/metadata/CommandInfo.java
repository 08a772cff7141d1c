package io.graft.api.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several resources of a device, read or written at once. Immutable; no component is {@code null}.
 *
 * @param name its name, unique within the commands of the profile
 * @param hidden whether it is not shown to those who look for commands
 * @param readable whether it can be read
 * @param writable whether it can be written
 * @param operations what it reads or writes, in this order; one or more
 */
public record CommandInfo(String name, boolean hidden, boolean readable, boolean writable, List<Operation> operations) {

    public CommandInfo {
        Objects.requireNonNull(name, "name");
        operations = List.copyOf(operations);
    }

    /**
     * A resource's part in a command. Immutable; no component is {@code null}.
     *
     * @param resource the name of the resource
     * @param defaultValue what is written where a request gives no value; empty for none
     * @param mappings what a value that is read becomes, and, backwards, what is written for a value of a request; those
     *     not in it stay as they are
     */
    public record Operation(String resource, String defaultValue, Map<String, String> mappings) {

        public Operation {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(defaultValue, "defaultValue");
            mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
        }
    }
}
