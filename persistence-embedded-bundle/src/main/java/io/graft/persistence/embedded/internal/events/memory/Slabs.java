package io.graft.persistence.embedded.internal.events.memory;

import io.graft.log.codec.Numbers;
import java.util.Arrays;

/** Records, each with its length in front. One thread adds; others may read what was added before they came. */
final class Slabs {

    private static final int SLAB = 256 << 10;
    private static final int LARGE = SLAB / 8;

    private volatile byte[][] slabs = new byte[0][];
    private int current = -1;
    private int used = SLAB;

    /** Keeps a copy of a record; gives back where it is. */
    long add(byte[] source, int offset, int length) {
        int needed = length + 4;
        if (needed > LARGE) {
            return put(grow(needed), 0, source, offset, length);
        }
        if (used + needed > SLAB) {
            current = grow(SLAB);
            used = 0;
        }
        long location = put(current, used, source, offset, length);
        used += needed;
        return location;
    }

    byte[] get(long location) {
        byte[] slab = slab(location);
        int start = (int) location + 4;
        return Arrays.copyOfRange(slab, start, start + length(location));
    }

    void copy(long location, byte[] target, int offset) {
        System.arraycopy(slab(location), (int) location + 4, target, offset, length(location));
    }

    int length(long location) {
        return Numbers.getInt(slab(location), (int) location);
    }

    private byte[] slab(long location) {
        return slabs[(int) (location >>> 32)];
    }

    private int grow(int size) {
        byte[][] more = Arrays.copyOf(slabs, slabs.length + 1);
        more[slabs.length] = new byte[size];
        slabs = more;
        return more.length - 1;
    }

    private long put(int slab, int at, byte[] source, int offset, int length) {
        Numbers.putInt(slabs[slab], at, length);
        System.arraycopy(source, offset, slabs[slab], at + 4, length);
        return (long) slab << 32 | at;
    }
}
