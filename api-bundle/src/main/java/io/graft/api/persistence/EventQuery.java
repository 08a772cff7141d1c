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
 * @param withTotal whether the page shall say how many events the filter selects, cursor and offset disregarded
 */
public record EventQuery(EventFilter filter, Optional<EventCursor> after, long offset, int limit, boolean withTotal) {

    public EventQuery {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(after, "after");
        Page.requireWindow(offset, limit);
    }

    /** A page by offset, with the exact total. */
    public static EventQuery page(EventFilter filter, long offset, int limit) {
        return new EventQuery(filter, Optional.empty(), offset, limit, true);
    }

    /** The page behind a place, without a total. */
    public static EventQuery after(EventFilter filter, EventCursor place, int limit) {
        return new EventQuery(filter, Optional.of(place), 0, limit, false);
    }

    /** The same page without a total. */
    public EventQuery withoutTotal() {
        return new EventQuery(filter, after, offset, limit, false);
    }
}
