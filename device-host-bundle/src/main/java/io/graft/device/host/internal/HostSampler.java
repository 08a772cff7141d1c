package io.graft.device.host.internal;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures for whoever asks. Rates are those since the measurement before, so that one which is hardly over is given
 * again.
 */
final class HostSampler {

    private static final long FRESH_NANOS = 90_000_000;

    private final Supplier<Sample> probe;
    private final LongSupplier nanoTime;
    private Sample last;
    private long lastNanos;

    /**
     * @param probe measures; not called by two threads at once
     * @param nanoTime a clock in nanoseconds that never steps
     */
    HostSampler(Supplier<Sample> probe, LongSupplier nanoTime) {
        this.probe = probe;
        this.nanoTime = nanoTime;
    }

    synchronized Sample sample() {
        long now = nanoTime.getAsLong();
        if (last == null || now - lastNanos >= FRESH_NANOS) {
            last = probe.get();
            lastNanos = now;
        }
        return last;
    }
}
