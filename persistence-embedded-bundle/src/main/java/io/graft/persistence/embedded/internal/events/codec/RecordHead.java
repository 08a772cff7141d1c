package io.graft.persistence.embedded.internal.events.codec;

import io.graft.log.codec.Input;
import java.util.Arrays;

/**
 * What the indexes need of an event record. One instance is used for many records; not thread-safe.
 */
public final class RecordHead {

    private long mostSignificant;
    private long leastSignificant;
    private long origin;
    private int stream;
    private int readings;
    private int[] series = new int[8];
    private long[] readingOrigins = new long[8];

    /** Reads a record. */
    public void parse(byte[] bytes, int offset, int length) {
        Input in = new Input(bytes, offset, length);
        mostSignificant = in.getLong();
        leastSignificant = in.getLong();
        origin = in.getLong();
        int flags = in.getByte();
        stream = in.getSize();
        Layout.skipObjects(in, flags);
        readings = (flags & Layout.SINGLE) != 0 ? 1 : in.getSize();
        if (readings > series.length) {
            // a reading takes two bytes at least: a damaged count can't make these arrays large
            int capacity = Math.min(readings, length);
            series = Arrays.copyOf(series, capacity);
            readingOrigins = Arrays.copyOf(readingOrigins, capacity);
        }
        for (int i = 0; i < readings; i++) {
            series[i] = in.getSize();
            int readingFlags = in.getByte();
            readingOrigins[i] = (readingFlags & Layout.OWN_ORIGIN) != 0 ? origin + in.getZigzag() : origin;
            Layout.skipValue(in, readingFlags);
            Layout.skipObjects(in, readingFlags);
        }
    }

    public long mostSignificant() {
        return mostSignificant;
    }

    public long leastSignificant() {
        return leastSignificant;
    }

    public long origin() {
        return origin;
    }

    public int stream() {
        return stream;
    }

    public int readings() {
        return readings;
    }

    public int series(int reading) {
        return series[reading];
    }

    public long readingOrigin(int reading) {
        return readingOrigins[reading];
    }
}
