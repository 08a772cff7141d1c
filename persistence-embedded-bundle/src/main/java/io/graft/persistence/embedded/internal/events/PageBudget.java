package io.graft.persistence.embedded.internal.events;

import java.util.function.LongSupplier;

/** How many bytes a page may still take. The first record is taken whatever its size. Used by one thread. */
final class PageBudget {

    private final boolean bounded;
    private long left;
    private boolean begun;

    PageBudget(long maxBytes) {
        this.bounded = maxBytes != Long.MAX_VALUE;
        this.left = maxBytes;
    }

    /** Whether a record of this size at least may still have room. */
    boolean admits(long leastSize) {
        return !begun || leastSize <= left;
    }

    /** Takes a record in, if there is room; its size is asked for only where it matters. */
    boolean take(LongSupplier size) {
        if (bounded) {
            long taken = size.getAsLong();
            if (!admits(taken)) {
                return false;
            }
            left -= taken;
        }
        begun = true;
        return true;
    }
}
