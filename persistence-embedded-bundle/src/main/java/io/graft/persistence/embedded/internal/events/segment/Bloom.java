package io.graft.persistence.embedded.internal.events.segment;

/** Tells of most hashes that were not added that they were not. All bits of a hash are in one cache line. */
final class Bloom {

    private static final int BITS_PER_ENTRY = 10;
    private static final int PROBES = 6;
    private static final int BLOCK_WORDS = 8;

    private final long[] words;
    private final int blocks;

    private Bloom(long[] words) {
        this.words = words;
        this.blocks = words.length / BLOCK_WORDS;
    }

    static Bloom sized(int entries) {
        return of(new long[words(entries)]);
    }

    static Bloom of(long[] words) {
        return new Bloom(words);
    }

    /** How many words a filter for so many entries has. */
    static int words(int entries) {
        return Math.toIntExact(((long) entries * BITS_PER_ENTRY + 511) / 512 * BLOCK_WORDS);
    }

    void add(long hash) {
        int block = block(hash);
        long bits = hash;
        for (int i = 0; i < PROBES; i++) {
            words[block + (int) (bits >>> 6 & 7)] |= 1L << bits;
            bits >>>= 9;
        }
    }

    boolean mayContain(long hash) {
        if (blocks == 0) {
            return false;
        }
        int block = block(hash);
        long bits = hash;
        for (int i = 0; i < PROBES; i++) {
            if ((words[block + (int) (bits >>> 6 & 7)] >>> bits & 1) == 0) {
                return false;
            }
            bits >>>= 9;
        }
        return true;
    }

    long[] words() {
        return words;
    }

    private int block(long hash) {
        return (int) ((((hash * 0x9E3779B97F4A7C15L) >>> 32) * blocks) >>> 32) * BLOCK_WORDS;
    }
}
