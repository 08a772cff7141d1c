package io.graft.device.sdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A device that a driver has found.
 *
 * @param name what it is to be called; one that core-metadata has already is left as it is
 * @param description for people
 * @param labels to find it by
 * @param protocols how it is reached; what provision watchers look at
 */
public record DiscoveredDevice(
        String name, String description, List<String> labels, Map<String, Map<String, Object>> protocols) {

    public DiscoveredDevice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        labels = List.copyOf(labels);
        protocols = Map.copyOf(protocols);
    }
}
