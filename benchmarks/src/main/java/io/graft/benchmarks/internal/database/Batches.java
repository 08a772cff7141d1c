package io.graft.benchmarks.internal.database;

import java.util.Locale;

/**
 * What came of batches written for some time.
 *
 * @param perSecond events a second
 * @param p50Millis of a batch
 * @param p99Millis of a batch
 */
public record Batches(double perSecond, double p50Millis, double p99Millis) {

    /** Reads the line that {@code bench:append} prints in the gateway. */
    public static Batches parse(String output) {
        return new Batches(number(output, "perSecond"), number(output, "p50Millis"), number(output, "p99Millis"));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,.0f/s (batch p50 %.2f ms, p99 %.2f ms)", perSecond, p50Millis, p99Millis);
    }

    private static double number(String output, String name) {
        int at = output.indexOf(name + "=");
        if (at < 0) {
            throw new IllegalArgumentException("no " + name + " in: " + output.strip());
        }
        String rest = output.substring(at + name.length() + 1);
        return Double.parseDouble(rest.split("[^0-9.]", 2)[0]);
    }
}
