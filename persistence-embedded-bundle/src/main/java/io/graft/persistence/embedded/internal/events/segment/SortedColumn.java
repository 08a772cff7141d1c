package io.graft.persistence.embedded.internal.events.segment;

import java.util.Arrays;

/** Where ascending longs are in a file, with every 256th of them in memory. Safe for any thread. */
final class SortedColumn {

    static final int STEP = 256;

    private final int count;
    private final long[] sparse;

    SortedColumn(int count, long[] sparse) {
        this.count = count;
        this.sparse = sparse;
    }

    /** How many of the numbers are smaller than a value. */
    int rank(long value, Column column) {
        int found = Arrays.binarySearch(sparse, value);
        int block = found >= 0 ? firstEqual(found, value) : -found - 1;
        if (block == 0) {
            return 0;
        }
        // what is smaller ends in the block before the first one that begins with the value or a greater one
        int low = (block - 1) * STEP + 1;
        int high = Math.min(count, block * STEP);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (column.getLong(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int firstEqual(int found, long value) {
        int low = 0;
        int high = found;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sparse[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
