package io.graft.api.model;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a device reported at one moment: one or more readings of one source (a resource or a command).
 *
 * @param id the event's identity, chosen by the sender; two events with one id are the same event
 * @param deviceName the device's name
 * @param profileName the device profile's name, empty when the sender gave none
 * @param sourceName the resource or command that was read, empty when the sender gave none
 * @param origin when it happened, in nanoseconds since the epoch, exact to the nanosecond; not 0
 * @param readings at least one, in the sender's order
 * @param tags a JSON object, or null for none
 * @param extensions a JSON object of the fields that the API does not know and keeps, or null for none
 */
public record Event(
        UUID id,
        String deviceName,
        String profileName,
        String sourceName,
        long origin,
        List<Reading> readings,
        JsonText tags,
        JsonText extensions) {

    public Event {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(profileName, "profileName");
        Objects.requireNonNull(sourceName, "sourceName");
        readings = List.copyOf(readings);
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("event " + id + " has no reading; at least one is needed");
        }
    }
}
