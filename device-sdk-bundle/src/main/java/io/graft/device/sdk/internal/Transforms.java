package io.graft.device.sdk.internal;

import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceResource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** What a profile says is done to a number that was read, and undone before it is written; EdgeX's rules. */
final class Transforms {

    private static final int MOST_SHIFT = 64;

    /** What is sent instead of a number that has become too large, or is none: EdgeX's words for it. */
    record Lost(String text) {
        static final Lost OVERFLOW = new Lost("overflow");
        static final Lost NAN = new Lost("NaN");
    }

    private Transforms() {}

    /** The value as it is sent, or a {@link Lost}. */
    static Object read(DeviceResource resource, Object value) {
        ValueType type = resource.valueType();
        DeviceResource.Transform by = resource.transform();
        if (value == null || !type.isNumericScalar()) {
            return value;
        }
        if (value instanceof Double number && number.isNaN()) {
            return Lost.NAN;
        }
        Object now = type.isUnsigned() ? bits((BigInteger) value, by) : value;
        if (by.base() != null) {
            now = whole(type, Math.pow(by.base().doubleValue(), asDouble(now)));
        }
        if (by.scale() != null && !(now instanceof Lost)) {
            now = now instanceof BigInteger integer
                    ? truncated(new BigDecimal(integer).multiply(by.scale()))
                    : (Object) (asDouble(now) * by.scale().doubleValue());
        }
        if (by.offset() != null && !(now instanceof Lost)) {
            now = now instanceof BigInteger integer
                    ? truncated(new BigDecimal(integer).add(by.offset()))
                    : (Object) (asDouble(now) + by.offset().doubleValue());
        }
        return inRange(type, now);
    }

    /**
     * The value as the device wants it.
     *
     * @throws IllegalArgumentException if the device can't be given such a value
     */
    static Object write(DeviceResource resource, Object value) {
        ValueType type = resource.valueType();
        DeviceResource.Transform by = resource.transform();
        if (!type.isNumericScalar()) {
            return value;
        }
        Object now = value;
        if (by.offset() != null) {
            now = now instanceof BigInteger integer
                    ? truncated(new BigDecimal(integer).subtract(by.offset()))
                    : (Object) (asDouble(now) - by.offset().doubleValue());
        }
        if (by.scale() != null && by.scale().signum() != 0) {
            now = now instanceof BigInteger integer
                    ? new BigDecimal(integer)
                            .divide(by.scale(), 0, RoundingMode.DOWN)
                            .toBigInteger()
                    : (Object) (asDouble(now) / by.scale().doubleValue());
        }
        if (by.base() != null) {
            now = whole(type, Math.log(asDouble(now)) / Math.log(by.base().doubleValue()));
        }
        now = inRange(type, now);
        if (now instanceof Lost) {
            throw new IllegalArgumentException(resource.name() + " = " + Values.text(type, value)
                    + " is out of the range of " + type.edgexName()
                    + " when base, scale and offset of the profile are undone");
        }
        return now;
    }

    private static BigInteger bits(BigInteger value, DeviceResource.Transform by) {
        BigInteger masked = by.mask() == null ? value : value.and(by.mask());
        if (by.shift() == null) {
            return masked;
        }
        int shift = (int) Math.max(-MOST_SHIFT, Math.min(MOST_SHIFT, by.shift()));
        return masked.shiftLeft(shift);
    }

    private static Object inRange(ValueType type, Object value) {
        if (value instanceof BigInteger integer) {
            return Values.fits(type, integer) ? value : Lost.OVERFLOW;
        }
        if (value instanceof Double number) {
            if (number.isNaN()) {
                return Lost.NAN;
            }
            return Values.fits(type, number) ? value : Lost.OVERFLOW;
        }
        return value;
    }

    /** Of an integer's type, the integer part. */
    private static Object whole(ValueType type, double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? Lost.NAN : Lost.OVERFLOW;
        }
        return type.isFloat() ? (Object) number : truncated(new BigDecimal(number));
    }

    private static BigInteger truncated(BigDecimal number) {
        return number.toBigInteger();
    }

    private static double asDouble(Object number) {
        return ((Number) number).doubleValue();
    }
}
