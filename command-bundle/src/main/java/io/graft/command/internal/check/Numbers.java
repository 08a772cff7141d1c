package io.graft.command.internal.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.model.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Pattern;

/** Reads numbers as EdgeX's device services read them, and holds them against the range of their type. */
final class Numbers {

    private static final Pattern SIGNED = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,100}");
    private static final Pattern FLOAT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,6})?");
    private static final int MAX_FLOAT = 1100;
    private static final int MAX_DIGITS = 100;

    private Numbers() {}

    /** A value as text; a number without an exponent, in which not everyone reads it, unless it would be very long. */
    static String text(JsonNode value) {
        return value.isBigDecimal() ? plain(value.decimalValue()) : value.asText();
    }

    /** A number without an exponent, unless it would be very long. */
    static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS ? number.toPlainString() : number.toString();
    }

    /** A number given as text. */
    static BigDecimal ofText(ValueType type, String text) throws Refusal {
        if (type.isFloat()) {
            return floating(type, text);
        }
        Pattern digits = type.isUnsigned() ? UNSIGNED : SIGNED;
        if (!digits.matcher(text).matches()) {
            throw new Refusal("is '" + Shown.text(text) + "', not " + named(type));
        }
        return inRange(type, new BigDecimal(new BigInteger(text.startsWith("+") ? text.substring(1) : text)));
    }

    /** A number given as a JSON number. */
    static BigDecimal ofJson(ValueType type, BigDecimal number) throws Refusal {
        if (type.isFloat()) {
            return inRange(type, number);
        }
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // Before anything is made of it: 1e999999999 would be a number of a billion digits.
        boolean huge = number.precision() - (long) number.scale() > MAX_DIGITS;
        if (!huge && number.stripTrailingZeros().scale() > 0) {
            throw new Refusal("is " + Shown.text(number.toString()) + ", not " + named(type));
        }
        if (huge) {
            throw new Refusal("is " + Shown.text(number.toString()) + ", out of the range of " + named(type));
        }
        return inRange(type, number.setScale(0));
    }

    private static BigDecimal floating(ValueType type, String text) throws Refusal {
        if (text.length() <= MAX_FLOAT && FLOAT.matcher(text).matches()) {
            return inRange(type, new BigDecimal(text));
        }
        return inRange(type, encoded(type, text));
    }

    /** Device services take floating-point numbers as the base64 of their bytes, too. */
    private static BigDecimal encoded(ValueType type, String text) throws Refusal {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            boolean single = isSingle(type);
            if (bytes.length == (single ? Float.BYTES : Double.BYTES)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                double value = single ? buffer.getFloat() : buffer.getDouble();
                if (Double.isFinite(value)) {
                    return new BigDecimal(value);
                }
            }
        } catch (IllegalArgumentException e) {
            throw notFloating(type, text);
        }
        throw notFloating(type, text);
    }

    private static Refusal notFloating(ValueType type, String text) {
        return new Refusal("is '" + Shown.text(text) + "', not " + named(type));
    }

    private static BigDecimal inRange(ValueType type, BigDecimal number) throws Refusal {
        boolean fits = type.isFloat()
                ? Double.isFinite(isSingle(type) ? number.floatValue() : number.doubleValue())
                : fitsInteger(type, number.toBigIntegerExact());
        if (!fits) {
            throw new Refusal("is " + Shown.text(number.toString()) + ", out of the range of " + named(type));
        }
        return number;
    }

    private static boolean fitsInteger(ValueType type, BigInteger number) {
        int bits = bits(type);
        return type.isUnsigned() ? number.signum() >= 0 && number.bitLength() <= bits : number.bitLength() <= bits - 1;
    }

    private static int bits(ValueType type) {
        return Integer.parseInt(element(type).replaceAll("[^0-9]", ""));
    }

    private static boolean isSingle(ValueType type) {
        return element(type).equals("Float32");
    }

    private static String element(ValueType type) {
        return type.edgexName().replace("Array", "");
    }

    private static String named(ValueType type) {
        String element = element(type);
        if (type.isFloat()) {
            return "a number (" + element + ")";
        }
        int bits = bits(type);
        BigInteger two = BigInteger.TWO;
        BigInteger least =
                type.isUnsigned() ? BigInteger.ZERO : two.pow(bits - 1).negate();
        BigInteger most = (type.isUnsigned() ? two.pow(bits) : two.pow(bits - 1)).subtract(BigInteger.ONE);
        return "an integer from " + least + " to " + most + " (" + element + ")";
    }
}
