package io.graft.persistence.embedded.internal.events.segment;

/** What stands for an id in the index of a segment. Part of the file format. */
public final class Fingerprint {

    private Fingerprint() {}

    public static long of(long mostSignificant, long leastSignificant) {
        long h = mostSignificant * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32 ^ leastSignificant) * 0xD6E8FEB86659FD93L;
        h = (h ^ h >>> 29) * 0xBF58476D1CE4E5B9L;
        return h ^ h >>> 32;
    }
}
