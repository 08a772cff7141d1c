package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.model.ValueType;
import java.io.IOException;
import java.math.BigInteger;

/** Writes the text of numeric values as JSON numbers and arrays. */
final class NumericText {

    private NumericText() {}

    /** Writes a value that is a number, or an array of numbers or Booleans; false, and nothing written, if it is not. */
    static boolean write(JsonGenerator out, ValueType type, String text) throws IOException {
        if (type.isNumericScalar()) {
            writeNumber(out, type, text);
            return true;
        }
        if (!type.isArray() || type == ValueType.STRING_ARRAY || type == ValueType.OBJECT_ARRAY) {
            return false;
        }
        out.writeStartArray();
        String elements = text.substring(1, text.length() - 1);
        for (String element : elements.isBlank() ? new String[0] : elements.split(",", -1)) {
            if (type == ValueType.BOOL_ARRAY) {
                out.writeBoolean(ValueCheck.isTrue(element.strip()));
            } else {
                writeNumber(out, type, element.strip());
            }
        }
        out.writeEndArray();
        return true;
    }

    private static void writeNumber(JsonGenerator out, ValueType type, String text) throws IOException {
        if (isJsonNumber(text)) {
            out.writeRawValue(text);
        } else if (type.isInteger()) {
            out.writeNumber(new BigInteger(text));
        } else {
            // JSON has no infinity and no NaN: the generator writes them as strings.
            out.writeNumber(FloatText.value(text));
        }
    }

    /** Whether JSON would write the number the same way, so that no digit is changed. */
    private static boolean isJsonNumber(String text) {
        int length = text.length();
        int i = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        int integer = digits(text, i);
        if (integer == i || (text.charAt(i) == '0' && integer > i + 1)) {
            return false;
        }
        i = integer;
        if (i < length && text.charAt(i) == '.') {
            int fraction = digits(text, i + 1);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int start = i + 1 < length && (text.charAt(i + 1) == '+' || text.charAt(i + 1) == '-') ? i + 2 : i + 1;
            int exponent = digits(text, start);
            if (exponent == start) {
                return false;
            }
            i = exponent;
        }
        return i == length;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
