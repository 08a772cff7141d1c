package io.graft.api.persistence;

import java.util.Objects;
import java.util.Optional;

/**
 * Asks for a page of events.
 *
 * @param filter which events
 * @param after continue behind this place, i.e. with older events; or empty to begin with the newest
 * @param offset how many events of the selection (behind the cursor, if there is one) to pass over; 0 or more
 * @param limit how many events to return at most; 0 or more
 * @param maxBytes how much the page may hold at most, in bytes, 1 or more: when the next record would exceed it, the
 *     page ends and is {@linkplain Page#truncated() truncated}; the first record is returned whatever its size. The
 *     size of a record is about that of its content: its texts as UTF-8, its binary values, 64 bytes for the rest; a
 *     provider may use the size that it stores, as long as that is at least half and at most twice as much
 * @param withTotal whether the page shall say how many events the filter selects, cursor and offset disregarded
 */
public record EventQuery(
        EventFilter filter, Optional<EventCursor> after, long offset, int limit, long maxBytes, boolean withTotal) {

    public EventQuery {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(after, "after");
        Page.requireWindow(offset, limit);
        Page.requireMaxBytes(maxBytes);
    }

    /** A page by offset, with the exact total. */
    public static EventQuery page(EventFilter filter, long offset, int limit) {
        return new EventQuery(filter, Optional.empty(), offset, limit, Long.MAX_VALUE, true);
    }

    /** The page behind a place, without a total. */
    public static EventQuery after(EventFilter filter, EventCursor place, int limit) {
        return new EventQuery(filter, Optional.of(place), 0, limit, Long.MAX_VALUE, false);
    }

    /** The same page without a total. */
    public EventQuery withoutTotal() {
        return new EventQuery(filter, after, offset, limit, maxBytes, false);
    }

    /** The same page with another bound on its size. */
    public EventQuery atMostBytes(long newMaxBytes) {
        return new EventQuery(filter, after, offset, limit, newMaxBytes, withTotal);
    }
}
