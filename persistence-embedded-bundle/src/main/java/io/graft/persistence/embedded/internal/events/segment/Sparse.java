package io.graft.persistence.embedded.internal.events.segment;

import java.util.Arrays;

/** The first of every 256 numbers that are written. */
final class Sparse {

    private long[] values = new long[16];
    private int size;
    private long count;
    private long last;

    void add(long value) {
        if (count % SortedColumn.STEP == 0) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }
        count++;
        last = value;
    }

    long[] values() {
        return values;
    }

    int size() {
        return size;
    }

    long first() {
        return values[0];
    }

    long last() {
        return last;
    }
}
