package io.graft.api.persistence;

import io.graft.api.model.ValueType;
import java.util.Objects;
import java.util.Optional;

/**
 * The aggregate of one group of readings.
 *
 * @param deviceName the readings' device
 * @param profileName the readings' profile, empty when they had none
 * @param resourceName the readings' resource
 * @param valueType the readings' type
 * @param value for COUNT a {@link Long}; for AVG a {@link Double}; for MIN, MAX and SUM a {@link java.math.BigInteger}
 *     when the type is an integer, else a {@link Double}; empty where the function has no value for the group
 */
public record Aggregate(
        String deviceName, String profileName, String resourceName, ValueType valueType, Optional<Number> value) {

    public Aggregate {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(profileName, "profileName");
        Objects.requireNonNull(resourceName, "resourceName");
        Objects.requireNonNull(valueType, "valueType");
        Objects.requireNonNull(value, "value");
    }
}
