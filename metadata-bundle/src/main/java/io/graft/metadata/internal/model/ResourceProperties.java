package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** What values a device resource has. */
public record ResourceProperties(
        String valueType,
        String readWrite,
        @JsonInclude(Include.NON_EMPTY) String units,
        @JsonInclude(Include.NON_NULL) BigDecimal minimum,
        @JsonInclude(Include.NON_NULL) BigDecimal maximum,
        @JsonInclude(Include.NON_EMPTY) String defaultValue,
        @JsonInclude(Include.NON_NULL) BigInteger mask,
        @JsonInclude(Include.NON_NULL) Long shift,
        @JsonInclude(Include.NON_NULL) BigDecimal scale,
        @JsonInclude(Include.NON_NULL) BigDecimal offset,
        @JsonInclude(Include.NON_NULL) BigDecimal base,
        @JsonInclude(Include.NON_EMPTY) String assertion,
        @JsonInclude(Include.NON_EMPTY) String mediaType,
        @JsonInclude(Include.NON_EMPTY) Map<String, Object> optional) {

    static final ResourceProperties NONE =
            new ResourceProperties(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final int MASK_BITS = 64;

    /** The value type gets its canonical spelling. */
    public ResourceProperties {
        valueType =
                ValueType.of(Values.text(valueType)).map(ValueType::edgexName).orElse(Values.text(valueType));
        readWrite = Values.text(readWrite);
        units = Values.text(units);
        defaultValue = Values.text(defaultValue);
        assertion = Values.text(assertion);
        mediaType = Values.text(mediaType);
        optional = Values.map(optional);
    }

    void validate(Problems problems) {
        problems.valueType("ValueType", valueType);
        problems.requiredOneOf("ReadWrite", readWrite, "R", "W", "RW", "WR");
        problems.float64("Minimum", minimum);
        problems.float64("Maximum", maximum);
        if (mask != null && (mask.signum() < 0 || mask.bitLength() > MASK_BITS)) {
            problems.add("Mask", "should be an unsigned 64-bit integer");
        }
        problems.float64("Scale", scale);
        problems.float64("Offset", offset);
        problems.float64("Base", base);
        problems.free("Optional", optional);
    }
}
