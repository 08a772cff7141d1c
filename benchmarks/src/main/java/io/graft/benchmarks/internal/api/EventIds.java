package io.graft.benchmarks.internal.api;

import java.util.UUID;

/** Ids that look random and can be made again from their number, so that a million of them need no memory. */
public record EventIds(long seed) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The id of the n-th event: version 4, different for every number. */
    public UUID id(long n) {
        long high = mix(seed + 2 * n * GOLDEN);
        long low = mix(seed + (2 * n + 1) * GOLDEN);
        return new UUID(
                (high & 0xFFFFFFFFFFFF0FFFL) | 0x0000000000004000L, (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    // the finaliser of SplitMix64: one to one, so ids of different numbers differ but for the six fixed bits
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
