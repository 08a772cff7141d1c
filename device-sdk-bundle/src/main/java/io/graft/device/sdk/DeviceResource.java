package io.graft.device.sdk;

import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;

/**
 * A value that devices of a profile have. What is null is not set.
 *
 * @param name unique in the profile
 * @param valueType the type of the value
 * @param readable whether it can be read
 * @param writable whether it can be written
 * @param units the unit, or empty
 * @param attributes what the driver needs to find it in the device
 * @param limits what may be written
 * @param transform what is done to a value that was read, and undone before it is written
 * @param mediaType of a Binary value, or empty
 * @param tags added to each reading
 */
public record DeviceResource(
        String name,
        ValueType valueType,
        boolean readable,
        boolean writable,
        String units,
        Map<String, Object> attributes,
        Limits limits,
        Transform transform,
        String mediaType,
        Map<String, Object> tags) {

    /**
     * What may be written.
     *
     * @param minimum the least number, or null
     * @param maximum the largest number, or null
     * @param defaultValue what is written when a command gives no value, or empty
     */
    public record Limits(BigDecimal minimum, BigDecimal maximum, String defaultValue) {

        public static final Limits NONE = new Limits(null, null, "");
    }

    /**
     * What is done to a number that was read, in this order; null for what is not done.
     *
     * @param mask and-ed with an unsigned integer
     * @param shift bits to the left, or to the right if negative, of an unsigned integer
     * @param base raised to the power of the number
     * @param scale multiplied by
     * @param offset added
     * @param assertion what the value must be, or empty: a device with another is taken for not working
     */
    public record Transform(
            BigInteger mask, Long shift, BigDecimal base, BigDecimal scale, BigDecimal offset, String assertion) {

        public static final Transform NONE = new Transform(null, null, null, null, null, "");
    }

    public DeviceResource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(valueType, "valueType");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(transform, "transform");
        attributes = Map.copyOf(attributes);
        tags = Map.copyOf(tags);
    }
}
