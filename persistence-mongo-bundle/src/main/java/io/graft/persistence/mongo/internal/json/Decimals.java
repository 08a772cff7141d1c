package io.graft.persistence.mongo.internal.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Spells doubles in one way each, with up to 15 digits: as many as every double keeps of what it was made from. What
 * was spelled in another way has to be kept as text. Java's own spelling is no use: it differs between versions.
 */
public final class Decimals {

    private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private Decimals() {}

    /** E.g. {@code 21.5}, {@code 1.0e-7} for what is very small or large. */
    public static String plain(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return value == 0 && 1 / value > 0 ? "0.0" : Double.toString(value);
        }
        BigDecimal rounded = rounded(value);
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -6 || exponent > 15) {
            return exponential(rounded);
        }
        String plain = rounded.toPlainString();
        return rounded.scale() <= 0 ? plain + ".0" : plain;
    }

    /** E.g. {@code 2.15e+01}, as EdgeX spells floats. */
    public static String exponential(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return 1 / value > 0 ? "0e+00" : "-0e+00";
        }
        return exponential(rounded(value));
    }

    private static String exponential(BigDecimal rounded) {
        String digits = rounded.unscaledValue().abs().toString();
        int exponent = rounded.precision() - rounded.scale() - 1;
        StringBuilder text = new StringBuilder();
        if (rounded.signum() < 0) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return text.append(size < 10 ? "0" : "").append(size).toString();
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    }
}
