package io.graft.command.internal.check;

import io.graft.api.metadata.ResourceInfo;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A resource's part in what is read or written by one name.
 *
 * @param resource the resource
 * @param defaultValue what is written when no value is given
 * @param mappings what clients write, by what the device gets for it; empty for no such list
 */
public record Operation(ResourceInfo resource, Optional<String> defaultValue, Map<String, String> mappings) {

    public Operation {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(mappings, "mappings");
    }
}
