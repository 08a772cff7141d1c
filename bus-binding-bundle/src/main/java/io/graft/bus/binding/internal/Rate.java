package io.graft.bus.binding.internal;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts, and says how many a second there were in the last ten seconds. Safe for use by many threads. */
final class Rate {

    private static final int SECONDS = 10;

    private final LongSupplier nanos;
    private final long[] counts = new long[SECONDS];
    private final long begin;
    private long second;

    /** @param nanos the time in nanoseconds, as {@link System#nanoTime()} */
    Rate(LongSupplier nanos) {
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    synchronized void add(long n) {
        forward();
        counts[(int) (second % SECONDS)] += n;
    }

    synchronized double perSecond() {
        forward();
        long sum = Arrays.stream(counts).sum();
        return (double) sum / Math.min(SECONDS, second + 1);
    }

    private void forward() {
        long now = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - begin);
        if (now - second >= SECONDS) {
            Arrays.fill(counts, 0);
        } else {
            for (long each = second + 1; each <= now; each++) {
                counts[(int) (each % SECONDS)] = 0;
            }
        }
        second = Math.max(second, now);
    }
}
