package io.graft.device.sdk;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which discovered devices are added, and as what.
 *
 * @param name unique in the gateway
 * @param locked whether it adds none now
 * @param labels to find it by
 * @param identifiers per property of a protocol, a regular expression that is found in its value; one or more, and all
 *     must be found in one protocol
 * @param blockingIdentifiers per property of a protocol, values that keep a device out
 * @param profileName the profile of the devices that are added
 * @param devicesLocked whether they are locked at first
 * @param autoEvents what is read of them by itself
 * @param properties more settings of them
 */
public record ProvisionWatcher(
        String name,
        boolean locked,
        List<String> labels,
        Map<String, String> identifiers,
        Map<String, List<String>> blockingIdentifiers,
        String profileName,
        boolean devicesLocked,
        List<AutoEvent> autoEvents,
        Map<String, Object> properties) {

    public ProvisionWatcher {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(profileName, "profileName");
        labels = List.copyOf(labels);
        identifiers = Map.copyOf(identifiers);
        blockingIdentifiers = Map.copyOf(blockingIdentifiers);
        autoEvents = List.copyOf(autoEvents);
        properties = Map.copyOf(properties);
    }

    /** An unlocked watcher that blocks nothing. */
    public static ProvisionWatcher of(
            String name, Map<String, String> identifiers, String profileName, AutoEvent... autoEvents) {
        return new ProvisionWatcher(
                name, false, List.of(), identifiers, Map.of(), profileName, false, List.of(autoEvents), Map.of());
    }

    /** The same watcher, locked until an operator unlocks it. */
    public ProvisionWatcher lockedAtFirst() {
        return new ProvisionWatcher(
                name,
                true,
                labels,
                identifiers,
                blockingIdentifiers,
                profileName,
                devicesLocked,
                autoEvents,
                properties);
    }
}
