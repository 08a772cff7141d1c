package io.graft.persistence.embedded.internal.events.memory;

import java.util.Arrays;

/** Numbers in the order in which they are added. One thread adds; others may read what was added before they came. */
final class Longs {

    private static final int SHIFT = 10;
    private static final int CHUNK = 1 << SHIFT;

    private volatile long[][] chunks = new long[0][];
    private int size;

    void add(long value) {
        if (size == chunks.length << SHIFT) {
            long[][] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new long[CHUNK];
            chunks = more;
        }
        chunks[size >> SHIFT][size & CHUNK - 1] = value;
        size++;
    }

    long get(int index) {
        return chunks[index >> SHIFT][index & CHUNK - 1];
    }
}
