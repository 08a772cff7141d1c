package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All events that the source has in one stretch of the order, newest first.
 *
 * @param within the origins that are walked through
 * @param after the place behind which the stretch begins; empty for the newest of these origins
 * @param last the place with which it ends; empty where it goes on to the oldest of these origins
 * @param digest their SHA-256
 */
record Chunk(
        TimeRange within, Optional<EventCursor> after, Optional<EventCursor> last, List<Event> events, Digest digest) {

    /** A digest and the number of events that it is of. */
    record Digest(long count, String sha256) {}

    /** The origins of the stretch. */
    TimeRange origins() {
        long start = last.map(EventCursor::origin).orElse(within.start());
        long end = after.map(EventCursor::origin).orElse(within.end());
        return new TimeRange(start, end);
    }

    /** Whether an event that comes behind {@link #after} in the order belongs to the stretch. */
    boolean reaches(Event event) {
        if (last.isEmpty() || event.origin() != last.get().origin()) {
            return last.isEmpty() || event.origin() > last.get().origin();
        }
        return compare(event.id(), last.get().id()) >= 0;
    }

    private static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
