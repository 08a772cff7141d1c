package io.graft.bus.mqtt.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: doubled after each failure, never longer than the most, and up to half shorter by
 * chance, so that the gateways of a site don't all come back to a broker at once.
 */
record Backoff(Duration first, Duration most) {

    /** The wait after this many failures in a row, which are one at least. */
    Duration after(int failures, RandomGenerator random) {
        long wait = first.toMillis();
        for (int i = 1; i < failures && wait < most.toMillis(); i++) {
            wait *= 2;
        }
        wait = Math.min(wait, most.toMillis());
        return Duration.ofMillis(wait - (long) (random.nextDouble() * wait / 2));
    }
}
