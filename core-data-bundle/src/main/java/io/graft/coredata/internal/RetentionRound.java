package io.graft.coredata.internal;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.binding.EventGate;
import java.util.List;

/** Applies retention to one source's events, at one moment. */
final class RetentionRound {

    private static final int TIES = 1_000;

    private final EventGate gate;
    private final long now;

    /**
     * Applies retention.
     *
     * @param now the moment, in nanoseconds since the epoch
     */
    RetentionRound(EventGate gate, long now) {
        this.gate = gate;
        this.now = now;
    }

    /** Deletes what a policy doesn't keep; returns how many events. */
    long apply(EventStream stream, RetentionPolicy policy) {
        EventFilter all = EventFilter.stream(stream.deviceName(), stream.sourceName());
        if (policy.maxCap() > 0) {
            return count(all) < policy.maxCap() ? 0 : keepNewest(all, policy.minCap(), Long.MAX_VALUE);
        }
        if (policy.duration().isZero()) {
            return 0;
        }
        return keepNewest(all, policy.minCap(), now - policy.duration().toNanos());
    }

    /** Deletes the events up to an origin, but for the newest ones of all. */
    private long keepNewest(EventFilter all, long keep, long until) {
        if (keep <= 0) {
            return deleteUntil(all, until == Long.MAX_VALUE ? newestOrigin(all) : until);
        }
        List<Event> lastKept = page(EventQuery.page(all, keep - 1, 1).withoutTotal());
        if (lastKept.isEmpty()) {
            return 0;
        }
        Event last = lastKept.get(0);
        if (last.origin() > until) {
            return deleteUntil(all, until);
        }
        long older = last.origin() == Long.MIN_VALUE ? 0 : deleteUntil(all, last.origin() - 1);
        return older + deleteBehind(all, last);
    }

    private long newestOrigin(EventFilter all) {
        List<Event> newest = page(EventQuery.page(all, 0, 1).withoutTotal());
        return newest.isEmpty() ? Long.MIN_VALUE : newest.get(0).origin();
    }

    private long deleteUntil(EventFilter all, long until) {
        EventFilter old = all.within(TimeRange.until(until));
        return count(old) == 0 ? 0 : gate.delete(old);
    }

    /** Deletes the events that have the origin of an event but come after it. */
    private long deleteBehind(EventFilter all, Event kept) {
        EventFilter ties = all.within(new TimeRange(kept.origin(), kept.origin()));
        EventQuery behind = EventQuery.after(ties, EventCursor.of(kept), TIES);
        long deleted = 0;
        for (List<Event> page = page(behind); !page.isEmpty(); page = page(behind)) {
            for (Event event : page) {
                if (gate.delete(event.id())) {
                    deleted++;
                }
            }
        }
        return deleted;
    }

    private long count(EventFilter filter) {
        return gate.<Long>read("countEvents", store -> store.countEvents(filter));
    }

    private List<Event> page(EventQuery query) {
        return gate.read("events", store -> store.events(query)).items();
    }
}
