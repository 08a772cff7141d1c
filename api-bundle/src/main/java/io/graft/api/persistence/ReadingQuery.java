package io.graft.api.persistence;

import java.util.Objects;

/**
 * Asks for a page of readings.
 *
 * @param filter which readings
 * @param offset how many readings of the selection to pass over; 0 or more
 * @param limit how many readings to return at most; 0 or more
 * @param maxBytes how much the page may hold at most, in bytes, 1 or more: when the next record would exceed it, the
 *     page ends and is {@linkplain Page#truncated() truncated}; the first record is returned whatever its size. The
 *     size of a record is about that of its content: its texts as UTF-8, its binary value, 64 bytes for the rest; a
 *     provider may use the size that it stores, as long as that is at least half and at most twice as much
 * @param withTotal whether the page shall say how many readings the filter selects
 */
public record ReadingQuery(ReadingFilter filter, long offset, int limit, long maxBytes, boolean withTotal) {

    public ReadingQuery {
        Objects.requireNonNull(filter, "filter");
        Page.requireWindow(offset, limit);
        Page.requireMaxBytes(maxBytes);
    }

    /** A page by offset, with the exact total. */
    public static ReadingQuery page(ReadingFilter filter, long offset, int limit) {
        return new ReadingQuery(filter, offset, limit, Long.MAX_VALUE, true);
    }

    /** The same page without a total. */
    public ReadingQuery withoutTotal() {
        return new ReadingQuery(filter, offset, limit, maxBytes, false);
    }

    /** The same page with another bound on its size. */
    public ReadingQuery atMostBytes(long newMaxBytes) {
        return new ReadingQuery(filter, offset, limit, newMaxBytes, withTotal);
    }
}
