package io.graft.api.model;

import java.util.Objects;

/**
 * One measured value of one resource of a device.
 *
 * @param origin when it was measured, in nanoseconds since the epoch, exact to the nanosecond; not 0
 * @param deviceName the device's name; usually, but not necessarily, that of the event
 * @param profileName the device profile's name, empty when the sender gave none
 * @param resourceName the device resource's name
 * @param valueType the type of the value
 * @param units the unit of measure, empty when the sender gave none
 * @param value the value
 * @param tags a JSON object, or null for none
 * @param extensions a JSON object of the fields that the API does not know and keeps, or null for none
 */
public record Reading(
        long origin,
        String deviceName,
        String profileName,
        String resourceName,
        ValueType valueType,
        String units,
        ReadingValue value,
        JsonText tags,
        JsonText extensions) {

    public Reading {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(profileName, "profileName");
        Objects.requireNonNull(resourceName, "resourceName");
        Objects.requireNonNull(valueType, "valueType");
        Objects.requireNonNull(units, "units");
        Objects.requireNonNull(value, "value");
    }
}
