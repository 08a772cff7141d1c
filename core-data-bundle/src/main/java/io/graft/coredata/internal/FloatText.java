package io.graft.coredata.internal;

import java.util.regex.Pattern;

/** Floating-point numbers as Go's {@code strconv.ParseFloat} reads them: decimal, hexadecimal, Inf, NaN, underscores. */
final class FloatText {

    private static final Pattern SPECIAL = Pattern.compile("[+-]?inf(inity)?|nan", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL = Pattern.compile(
            "[+-]?(\\d++(_\\d++)*+\\.?+(\\d++(_\\d++)*+)?+|\\.\\d++(_\\d++)*+)([eE][+-]?\\d++(_\\d++)*+)?+");
    private static final Pattern HEXADECIMAL = Pattern.compile("[+-]?0[xX]_?"
            + "(\\p{XDigit}++(_\\p{XDigit}++)*+\\.?+(\\p{XDigit}++(_\\p{XDigit}++)*+)?+|\\.\\p{XDigit}++(_\\p{XDigit}++)*+)"
            + "[pP][+-]?\\d++(_\\d++)*+");
    private static final int SHORT = 28;

    private FloatText() {}

    /** Whether a text is a number that a Float64 can hold. */
    static boolean isFloat64(String text) {
        return isShort(text, 2) || isSpecial(text) || (isSyntax(text) && !Double.isInfinite(parse(text)));
    }

    /** Whether a text is a number that a Float32 can hold. */
    static boolean isFloat32(String text) {
        return isShort(text, 1) || isSpecial(text) || (isSyntax(text) && !Float.isInfinite(parseSingle(text)));
    }

    /** The value of a text that is a number; infinite or NaN where it says so. */
    static double value(String text) {
        if (!isSpecial(text)) {
            return parse(text);
        }
        char first = text.charAt(0);
        if (first == 'n' || first == 'N') {
            return Double.NaN;
        }
        return first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private static boolean isSpecial(String text) {
        return text.length() <= 9 && SPECIAL.matcher(text).matches();
    }

    private static boolean isSyntax(String text) {
        return DECIMAL.matcher(text).matches() || HEXADECIMAL.matcher(text).matches();
    }

    private static double parse(String text) {
        return Double.parseDouble(text.replace("_", ""));
    }

    private static float parseSingle(String text) {
        return Float.parseFloat(text.replace("_", ""));
    }

    /**
     * Whether a text is digits with at most one point among them and a short exponent, too small in all to overflow:
     * most values are, and it takes a fraction of the time.
     */
    private static boolean isShort(String text, int exponentDigits) {
        int length = text.length();
        if (length > SHORT) {
            return false;
        }
        int i = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        boolean point = false;
        boolean digits = false;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.' && !point) {
                point = true;
            } else if (c >= '0' && c <= '9') {
                digits = true;
            } else {
                return digits && (c == 'e' || c == 'E') && isExponent(text, i + 1, exponentDigits);
            }
        }
        return digits;
    }

    private static boolean isExponent(String text, int from, int maxDigits) {
        int length = text.length();
        int start = from < length && (text.charAt(from) == '+' || text.charAt(from) == '-') ? from + 1 : from;
        if (start == length || length - start > maxDigits) {
            return false;
        }
        for (int i = start; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
