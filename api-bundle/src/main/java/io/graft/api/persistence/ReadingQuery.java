package io.graft.api.persistence;

import java.util.Objects;

/**
 * Asks for a page of readings.
 *
 * @param filter which readings
 * @param offset how many readings of the selection to pass over; 0 or more
 * @param limit how many readings to return at most; 0 or more
 * @param withTotal whether the page shall say how many readings the filter selects
 */
public record ReadingQuery(ReadingFilter filter, long offset, int limit, boolean withTotal) {

    public ReadingQuery {
        Objects.requireNonNull(filter, "filter");
        Page.requireWindow(offset, limit);
    }

    /** A page by offset, with the exact total. */
    public static ReadingQuery page(ReadingFilter filter, long offset, int limit) {
        return new ReadingQuery(filter, offset, limit, true);
    }

    /** The same page without a total. */
    public ReadingQuery withoutTotal() {
        return new ReadingQuery(filter, offset, limit, false);
    }
}
