package io.graft.coredata.internal;

import io.graft.api.model.ValueType;

/** Whether a text is a value of a type, by the rules of EdgeX, i.e. those of Go's {@code strconv}. */
final class ValueCheck {

    private ValueCheck() {}

    /** Whether a text is a value of a type that readings give as text. */
    static boolean matches(ValueType type, String text) {
        return switch (type) {
            case STRING, STRING_ARRAY -> true;
            case BOOL -> isBool(text);
            case BINARY, OBJECT, OBJECT_ARRAY -> false;
            default -> type.isArray() ? isArray(type, text) : isNumber(type, text, 0, text.length());
        };
    }

    /** Whether a text is one of Go's spellings of a Boolean that mean true. */
    static boolean isTrue(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            default -> false;
        };
    }

    private static boolean isBool(String text) {
        return isTrue(text)
                || switch (text) {
                    case "0", "f", "F", "false", "FALSE", "False" -> true;
                    default -> false;
                };
    }

    private static boolean isArray(ValueType type, String text) {
        int end = text.length() - 1;
        if (end < 1 || text.charAt(0) != '[' || text.charAt(end) != ']') {
            return false;
        }
        if (text.substring(1, end).isBlank()) {
            return true;
        }
        int from = 1;
        while (from <= end) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? end : comma;
            if (!isElement(type, text, from, to)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private static boolean isElement(ValueType type, String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return type == ValueType.BOOL_ARRAY ? isBool(text.substring(start, end)) : isNumber(type, text, start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0;
    }

    private static boolean isNumber(ValueType type, String text, int from, int to) {
        return switch (type) {
            case UINT8, UINT8_ARRAY -> isUnsigned(text, from, to, 0xFF);
            case UINT16, UINT16_ARRAY -> isUnsigned(text, from, to, 0xFFFF);
            case UINT32, UINT32_ARRAY -> isUnsigned(text, from, to, 0xFFFF_FFFFL);
            case UINT64, UINT64_ARRAY -> isUnsigned(text, from, to, -1);
            case INT8, INT8_ARRAY -> isSigned(text, from, to, Byte.MAX_VALUE);
            case INT16, INT16_ARRAY -> isSigned(text, from, to, Short.MAX_VALUE);
            case INT32, INT32_ARRAY -> isSigned(text, from, to, Integer.MAX_VALUE);
            case INT64, INT64_ARRAY -> isSigned(text, from, to, Long.MAX_VALUE);
            case FLOAT32, FLOAT32_ARRAY -> FloatText.isFloat32(text.substring(from, to));
            case FLOAT64, FLOAT64_ARRAY -> FloatText.isFloat64(text.substring(from, to));
            default -> throw new IllegalArgumentException(type + " is not numeric");
        };
    }

    private static boolean isSigned(String text, int from, int to, long max) {
        boolean negative = from < to && text.charAt(from) == '-';
        boolean signed = negative || (from < to && text.charAt(from) == '+');
        int start = signed ? from + 1 : from;
        return isUnsigned(text, start, to, negative ? max + 1 : max);
    }

    /** Whether the text is decimal digits of a number up to a maximum, both unsigned. */
    private static boolean isUnsigned(String text, int from, int to, long max) {
        if (from >= to) {
            return false;
        }
        long limit = Long.divideUnsigned(max, 10);
        long lastDigit = Long.remainderUnsigned(max, 10);
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            int compared = Long.compareUnsigned(value, limit);
            if (compared > 0 || (compared == 0 && digit > lastDigit)) {
                return false;
            }
            value = value * 10 + digit;
        }
        return true;
    }
}
