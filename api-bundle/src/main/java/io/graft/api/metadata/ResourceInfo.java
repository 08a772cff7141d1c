package io.graft.api.metadata;

import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value that a device has. Immutable; no component is {@code null}.
 *
 * @param name its name, unique within the profile
 * @param description for people; may be empty
 * @param hidden whether it is no command of its own, only part of others
 * @param properties what values it has
 * @param attributes what the device service needs to find it, as JSON: texts, booleans, numbers ({@link Integer},
 *     {@link Long}, {@link BigInteger}, {@link BigDecimal}), lists, maps and {@code null}s
 * @param tags as JSON, like the attributes
 */
public record ResourceInfo(
        String name,
        String description,
        boolean hidden,
        Properties properties,
        Map<String, Object> attributes,
        Map<String, Object> tags) {

    public ResourceInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(properties, "properties");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /**
     * What values a resource has. Immutable; no component is {@code null}. Numbers keep their digits.
     *
     * @param valueType the type
     * @param readable whether it can be read
     * @param writable whether it can be written
     * @param units the unit of measure; may be empty
     * @param minimum the least value to be written
     * @param maximum the greatest value to be written
     * @param defaultValue what is written where a request gives no value; may be empty for none
     * @param mask applied to integers that are read; an unsigned 64-bit integer
     * @param shift by how many bits integers that are read are shifted; positive to the left
     * @param scale what values that are read are multiplied with
     * @param offset what is added to values that are read
     * @param base what is raised to the power of values that are read
     * @param assertion the text that a value that is read must be; may be empty for none
     * @param mediaType of binary values; may be empty
     * @param optional more, as JSON, like a resource's attributes
     */
    public record Properties(
            ValueType valueType,
            boolean readable,
            boolean writable,
            String units,
            Optional<BigDecimal> minimum,
            Optional<BigDecimal> maximum,
            String defaultValue,
            Optional<BigInteger> mask,
            OptionalLong shift,
            Optional<BigDecimal> scale,
            Optional<BigDecimal> offset,
            Optional<BigDecimal> base,
            String assertion,
            String mediaType,
            Map<String, Object> optional) {

        public Properties {
            Objects.requireNonNull(valueType, "valueType");
            Objects.requireNonNull(units, "units");
            Objects.requireNonNull(minimum, "minimum");
            Objects.requireNonNull(maximum, "maximum");
            Objects.requireNonNull(defaultValue, "defaultValue");
            Objects.requireNonNull(mask, "mask");
            Objects.requireNonNull(shift, "shift");
            Objects.requireNonNull(scale, "scale");
            Objects.requireNonNull(offset, "offset");
            Objects.requireNonNull(base, "base");
            Objects.requireNonNull(assertion, "assertion");
            Objects.requireNonNull(mediaType, "mediaType");
            optional = Collections.unmodifiableMap(new LinkedHashMap<>(optional));
        }
    }
}
