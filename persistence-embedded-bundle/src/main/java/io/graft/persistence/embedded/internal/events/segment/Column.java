package io.graft.persistence.embedded.internal.events.segment;

import io.graft.log.codec.Numbers;

/**
 * Numbers of one size in a file, read through a window of which the last place that was looked at is kept. Used by one
 * thread.
 */
final class Column {

    /** What a query reads at a time: as many bytes as 256 longs take. */
    static final int QUERY_WINDOW = 2 << 10;
    /** What a merge reads at a time. */
    static final int MERGE_WINDOW = 32 << 10;

    private final BlockFile file;
    private final long start;
    private final long end;
    private final int windowSize;
    private byte[] window;
    private long windowStart = -1;

    Column(BlockFile file, long start, long length, int windowSize) {
        this.file = file;
        this.start = start;
        this.end = start + length;
        this.windowSize = windowSize;
    }

    long getLong(int index) {
        int at = seek((long) index << 3); // may be what creates the window
        return Numbers.getLong(window, at);
    }

    int getInt(int index) {
        int at = seek((long) index << 2); // may be what creates the window
        return Numbers.getInt(window, at);
    }

    /** How many of the ascending ints between two indexes are smaller than a value, plus the first index. */
    int lowerBoundInt(int from, int to, int value) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (getInt(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int seek(long offset) {
        long inWindow = offset - windowStart;
        if (windowStart < 0 || inWindow < 0 || inWindow >= windowSize) {
            load(offset);
            inWindow = offset - windowStart;
        }
        return (int) inWindow;
    }

    private void load(long offset) {
        long aligned = offset - offset % windowSize;
        long position = start + aligned;
        int count = (int) Math.max(0, Math.min(windowSize, end - position));
        if (offset < 0 || start + offset >= end) {
            throw file.damaged("it refers to place " + offset + " of a section of " + (end - start) + " bytes", null);
        }
        if (window == null) {
            window = new byte[windowSize];
        }
        windowStart = -1;
        file.read(position, window, 0, count);
        windowStart = aligned;
    }
}
