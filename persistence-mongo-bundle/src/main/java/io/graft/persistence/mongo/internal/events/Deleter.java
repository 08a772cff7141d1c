package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Lease;
import io.graft.persistence.mongo.internal.counts.Change;
import io.graft.persistence.mongo.internal.counts.Counts;
import io.graft.persistence.mongo.internal.counts.ListKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.conversions.Bson;

/** Deletes events in small steps, one at a time, so that ingest goes on. Safe for use by many threads. */
final class Deleter {

    private static final int AT_ONCE = 500;
    private static final String WHAT = "deleting events";
    static final Bson FOUND_BY = Projections.exclude(
            "readings.value", "readings.text", "readings.tags", "readings.extensions", "tags", "extensions");

    private final MongoCollection<StoredEvent> events;
    private final Parts parts;
    private final Counts counts;
    private final Lease lease;
    private final Failures failures;

    Deleter(EventCollections collections, Counts counts, Lease lease, Failures failures) {
        this.events = collections.events();
        this.parts = collections.parts();
        this.counts = counts;
        this.lease = lease;
        this.failures = failures;
    }

    long delete(EventFilter filter) {
        ListKey list = Selections.list(filter);
        StoredEvent newest = failures.call(
                WHAT, () -> find(Selections.events(list, filter.range()), list, Selections.NEWEST_FIRST, 1).stream()
                        .findFirst()
                        .orElse(null));
        if (newest == null) {
            return 0;
        }
        TimeRange range = new TimeRange(filter.range().start(), newest.event().origin());
        long deleted = 0;
        EventCursor place = null;
        while (true) {
            Bson rest = place == null
                    ? Selections.events(list, range)
                    : Filters.and(
                            Selections.events(list, new TimeRange(place.origin(), range.end())),
                            Selections.before(place));
            List<StoredEvent> some = new ArrayList<>();
            deleted += counts.deleting(() -> {
                some.addAll(failures.call(WHAT, () -> find(rest, list, Selections.OLDEST_FIRST, AT_ONCE)));
                return delete(some);
            });
            if (some.size() < AT_ONCE) {
                return deleted;
            }
            place = EventCursor.of(some.get(some.size() - 1).event());
        }
    }

    boolean delete(UUID id) {
        return counts.deleting(() -> {
                    StoredEvent event = failures.call(WHAT, () -> events.find(Filters.eq(EventCodec.ID, id))
                            .projection(FOUND_BY)
                            .first());
                    return event == null ? 0L : delete(List.of(event));
                })
                > 0;
    }

    private List<StoredEvent> find(Bson selection, ListKey list, Bson order, int limit) {
        return events.find(selection)
                .projection(FOUND_BY)
                .sort(order)
                .hint(Selections.index(list.kind()))
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** Deletes what was found just now, and nothing that was stored under the same ids since. */
    private long delete(List<StoredEvent> found) {
        if (found.isEmpty()) {
            return 0;
        }
        lease.require();
        List<Event> what = found.stream().map(StoredEvent::event).toList();
        Change change = counts.removing(what);
        long deleted;
        try {
            deleted = failures.call(WHAT, () -> events.deleteMany(Filters.and(
                            Filters.in(
                                    EventCodec.ID, what.stream().map(Event::id).toList()),
                            Filters.in(
                                    EventCodec.STORED,
                                    found.stream()
                                            .map(StoredEvent::stored)
                                            .distinct()
                                            .toList())))
                    .getDeletedCount());
        } catch (RuntimeException | Error e) {
            change.unknown();
            throw e;
        }
        if (deleted == found.size()) {
            change.removed(event -> true);
        } else {
            change.unknown();
        }
        for (StoredEvent event : found) {
            if (event.parts() > 0) {
                parts.remove(event.event().id(), event.stored());
            }
        }
        return deleted;
    }
}
