package io.graft.device.sdk.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceResource;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Values of EdgeX's types: Boolean, BigInteger for every integer, Double for every floating-point number, String,
 * byte[], a List of these for an array, any Map, List or other for an object.
 */
final class Values {

    private static final double PLAIN_FROM = 1e-4;
    private static final double PLAIN_TO = 1e15;
    private static final int LONGEST_SHOWN = 100;
    private static final int LONGEST_NUMBER = 1000;
    private static final int MOST_DIGITS = 100;

    private Values() {}

    /**
     * Makes a value one of a resource's type.
     *
     * @throws IllegalArgumentException if it can't be; says resource, value and type
     */
    static Object of(DeviceResource resource, Object value) {
        try {
            return value == null ? null : of(resource.valueType(), value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String text = String.valueOf(value);
            String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
            throw new IllegalArgumentException(
                    resource.name() + " = '" + shown + "' is no "
                            + resource.valueType().edgexName() + reason(e),
                    e);
        }
    }

    /** As a driver gets it: integers as Long, those of Uint64 as BigInteger. */
    static Object forDriver(ValueType type, Object value) {
        if (value instanceof BigInteger integer) {
            return type == ValueType.UINT64 || type == ValueType.UINT64_ARRAY ? integer : (Object) integer.longValue();
        }
        if (value instanceof List<?> list && type != ValueType.OBJECT && type != ValueType.OBJECT_ARRAY) {
            return list.stream().map(each -> forDriver(type, each)).toList();
        }
        return value;
    }

    /** As EdgeX writes it in a reading. */
    static String text(ValueType type, Object value) {
        if (value instanceof Double number) {
            return type == ValueType.FLOAT32 || type == ValueType.FLOAT32_ARRAY
                    ? number(number, Float.toString(number.floatValue()))
                    : number(number, Double.toString(number));
        }
        if (type == ValueType.STRING_ARRAY) {
            return json(value);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(each -> text(type, each))
                    .reduce((before, next) -> before + ", " + next)
                    .map(all -> "[" + all + "]")
                    .orElse("[]");
        }
        return String.valueOf(value);
    }

    /** Any value as JSON. */
    static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether an integer fits into a type. */
    static boolean fits(ValueType type, BigInteger value) {
        int bits = bits(type);
        return type.isUnsigned() ? value.signum() >= 0 && value.bitLength() <= bits : value.bitLength() <= bits - 1;
    }

    /** Whether a number fits into a type of floating-point numbers. */
    static boolean fits(ValueType type, double value) {
        return Double.isFinite(value) && (type != ValueType.FLOAT32 || Math.abs(value) <= Float.MAX_VALUE);
    }

    private static Object of(ValueType type, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("it is null");
        }
        return switch (type) {
            case BOOL -> bool(value);
            case STRING -> value instanceof JsonNode node && node.isTextual() ? node.textValue() : value.toString();
            case BINARY -> binary(value);
            case OBJECT, OBJECT_ARRAY -> object(value);
            default -> type.isArray() ? array(type, value) : number(type, value);
        };
    }

    private static Object bool(Object value) {
        return switch (value.toString().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw new IllegalArgumentException("");
        };
    }

    private static Object number(ValueType type, Object value) {
        if (type.isFloat()) {
            double number = value instanceof Number given
                    ? given.doubleValue()
                    : Double.parseDouble(value.toString().strip());
            if (Double.isFinite(number) && !fits(scalar(type), number)) {
                throw new IllegalArgumentException("it is too large");
            }
            return scalar(type) == ValueType.FLOAT32 ? (Object) (double) (float) number : (Object) number;
        }
        BigInteger integer = integer(value.toString().strip());
        if (!fits(scalar(type), integer)) {
            throw new IllegalArgumentException("it is out of range");
        }
        return integer;
    }

    private static BigInteger integer(String text) {
        if (text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException("it is out of range");
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        // Before anything is made of it: 1e100000000 is a number of as many digits.
        if (number.precision() - (long) number.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException("it is out of range");
        }
        if (number.scale() > 0) {
            throw new IllegalArgumentException("");
        }
        return number.toBigIntegerExact();
    }

    private static Object binary(Object value) {
        return value instanceof byte[] ? value : Base64.getDecoder().decode(value.toString());
    }

    private static Object object(Object value) {
        return value instanceof String text ? parsed(text) : value;
    }

    private static List<Object> array(ValueType type, Object value) {
        List<Object> all = new ArrayList<>();
        if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                all.add(of(scalar(type), Array.get(value, i)));
            }
        } else {
            Object list = value instanceof String text ? parsed(text) : value;
            if (!(list instanceof Iterable<?> elements)) {
                throw new IllegalArgumentException("it is no array");
            }
            elements.forEach(each -> all.add(of(scalar(type), each)));
        }
        return all;
    }

    private static Object parsed(String text) {
        try {
            return Json.MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    private static ValueType scalar(ValueType type) {
        return type.isArray()
                ? ValueType.of(type.edgexName().substring(0, type.edgexName().length() - "Array".length()))
                        .orElseThrow()
                : type;
    }

    private static int bits(ValueType type) {
        return Integer.parseInt(type.edgexName().replaceAll("[^0-9]", ""));
    }

    /** Plain where that is short, else with Go's exponent of two digits or more. */
    private static String number(double value, String shortest) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        BigDecimal exact = new BigDecimal(shortest).stripTrailingZeros();
        if (size == 0 || (size >= PLAIN_FROM && size < PLAIN_TO)) {
            return exact.signum() == 0 ? "0" : exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() != null && e.getMessage().startsWith("it is ") ? ": " + e.getMessage() : "";
    }
}
