package io.graft.device.sdk;

import java.time.Instant;
import java.util.Objects;

/**
 * The value of a resource.
 *
 * @param resource the resource's name
 * @param value a Boolean, a Number, a String, a byte[] for Binary, a List for an array, a Map or List of such for Object
 *     and ObjectArray, or null: the device has no value now. What a driver reads may be of any number type, also as
 *     text; the SDK makes it one of the resource's type
 * @param at when it was measured
 */
public record ResourceValue(String resource, Object value, Instant at) {

    public ResourceValue {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(at, "at");
    }

    /** A value of now. */
    public static ResourceValue of(String resource, Object value) {
        return new ResourceValue(resource, value, Instant.now());
    }

    /** A value of now. */
    public static ResourceValue of(DeviceResource resource, Object value) {
        return of(resource.name(), value);
    }
}
