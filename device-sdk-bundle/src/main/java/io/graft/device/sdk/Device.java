package io.graft.device.sdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A device as core-metadata knows it.
 *
 * @param name unique in the gateway
 * @param description for people
 * @param profileName its profile, or empty if it has none yet
 * @param locked whether the operator has locked it: it is not read then, and takes no commands
 * @param operating whether it works
 * @param labels to find it by
 * @param protocols how it is reached: per protocol, the properties that the driver defines
 * @param autoEvents what is read by itself
 * @param properties more settings of the device
 * @param tags added to each of its events
 */
public record Device(
        String name,
        String description,
        String profileName,
        boolean locked,
        Operating operating,
        List<String> labels,
        Map<String, Map<String, Object>> protocols,
        List<AutoEvent> autoEvents,
        Map<String, Object> properties,
        Map<String, Object> tags) {

    /** Whether a device works. */
    public enum Operating {
        UP,
        DOWN,
        UNKNOWN
    }

    public Device {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(profileName, "profileName");
        Objects.requireNonNull(operating, "operating");
        labels = List.copyOf(labels);
        protocols = Map.copyOf(protocols);
        autoEvents = List.copyOf(autoEvents);
        properties = Map.copyOf(properties);
        tags = Map.copyOf(tags);
    }

    /** An unlocked device that works. */
    public static Device of(String name, String profileName, Map<String, Map<String, Object>> protocols) {
        return new Device(
                name, "", profileName, false, Operating.UP, List.of(), protocols, List.of(), Map.of(), Map.of());
    }

    public Device withDescription(String changed) {
        return new Device(
                name, changed, profileName, locked, operating, labels, protocols, autoEvents, properties, tags);
    }

    public Device withLabels(String... changed) {
        return new Device(
                name,
                description,
                profileName,
                locked,
                operating,
                List.of(changed),
                protocols,
                autoEvents,
                properties,
                tags);
    }

    public Device withOperating(Operating changed) {
        return new Device(
                name, description, profileName, locked, changed, labels, protocols, autoEvents, properties, tags);
    }

    public Device withAutoEvents(List<AutoEvent> changed) {
        return new Device(
                name, description, profileName, locked, operating, labels, protocols, changed, properties, tags);
    }

    public Device withProperties(Map<String, Object> changed) {
        return new Device(
                name, description, profileName, locked, operating, labels, protocols, autoEvents, changed, tags);
    }
}
