package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.counts.Counts;
import io.graft.persistence.mongo.internal.counts.ListKey;
import io.graft.persistence.support.ContentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.bson.conversions.Bson;

/** Answers queries for events. Safe for use by many threads. */
final class EventPages {

    private static final int SHORT_SKIP = 256;
    private static final int MOST_AT_ONCE = 2_000;
    private static final String WHAT = "reading events";

    private final EventCollections collections;
    private final Counts counts;
    private final Failures failures;

    EventPages(EventCollections collections, Counts counts, Failures failures) {
        this.collections = collections;
        this.counts = counts;
        this.failures = failures;
    }

    Optional<Event> event(UUID id) {
        return failures.call(WHAT, () -> {
            StoredEvent stored =
                    collections.events().find(Filters.eq(EventCodec.ID, id)).first();
            return stored == null ? Optional.empty() : whole(stored);
        });
    }

    Page<Event> page(EventQuery query) {
        ListKey list = Selections.list(query.filter());
        TimeRange range = query.filter().range();
        return failures.call(WHAT, () -> {
            OptionalLong total =
                    query.withTotal() ? OptionalLong.of(counts.count(List.of(list), range)) : OptionalLong.empty();
            if (query.limit() == 0) {
                return new Page<>(List.of(), total);
            }
            return page(query, find(list, range, query), total);
        });
    }

    private Page<Event> page(EventQuery query, FindIterable<StoredEvent> found, OptionalLong total) {
        List<Event> items = new ArrayList<>();
        long bytes = 0;
        if (found == null) {
            return new Page<>(items, total);
        }
        try (MongoCursor<StoredEvent> cursor = found.cursor()) {
            while (cursor.hasNext()) {
                Optional<Event> event = whole(cursor.next());
                if (event.isPresent()) {
                    bytes += query.maxBytes() == Long.MAX_VALUE ? 0 : ContentSize.of(event.get());
                    if (bytes > query.maxBytes() && !items.isEmpty()) {
                        return new Page<>(items, total, true);
                    }
                    items.add(event.get());
                }
            }
        }
        return new Page<>(items, total);
    }

    /** Null if there is nothing at the place. */
    private FindIterable<StoredEvent> find(ListKey list, TimeRange range, EventQuery query) {
        TimeRange rest = range;
        long skip = query.offset();
        Optional<EventCursor> after = query.after().filter(place -> place.origin() <= range.end());
        if (after.isPresent()) {
            EventCursor place = after.get();
            if (place.origin() < range.start()) {
                return null;
            }
            if (skip > SHORT_SKIP) {
                skip += notBehind(list, range, place);
                after = Optional.empty();
            } else {
                rest = new TimeRange(range.start(), place.origin());
            }
        }
        if (skip > SHORT_SKIP) {
            Counts.Place place = counts.locate(List.of(list), range, skip);
            if (place.to() < range.start()) {
                return null;
            }
            rest = new TimeRange(range.start(), place.to());
            skip = place.skip();
        }
        Bson selection = Selections.events(list, rest);
        return collections
                .events()
                .find(after.isPresent() ? Filters.and(selection, Selections.behind(after.get())) : selection)
                .sort(Selections.NEWEST_FIRST)
                .hint(Selections.index(list.kind()))
                .skip(Math.toIntExact(Math.min(skip, Integer.MAX_VALUE)))
                .limit(query.limit())
                .batchSize(batch(query));
    }

    /** As much as fits in the page, in one answer where it can be: that is a picture of one moment. */
    private static int batch(EventQuery query) {
        long byBytes = Math.max(2, query.maxBytes() / 100);
        return (int) Math.min(Math.min(query.limit(), MOST_AT_ONCE), byBytes);
    }

    /** How many events are before a place, or at it. */
    private long notBehind(ListKey list, TimeRange range, EventCursor place) {
        long newer = place.origin() == Long.MAX_VALUE || place.origin() + 1 > range.end()
                ? 0
                : counts.count(List.of(list), new TimeRange(Math.max(range.start(), place.origin() + 1), range.end()));
        MongoCollection<StoredEvent> events = collections.events();
        return newer
                + events.countDocuments(
                        Filters.and(
                                Selections.events(list, new TimeRange(place.origin(), place.origin())),
                                Selections.notBehind(place)),
                        new CountOptions().hint(Selections.index(list.kind())));
    }

    /** The event with all its parts; empty if it has been deleted meanwhile. */
    Optional<Event> whole(StoredEvent stored) {
        Optional<Event> event = collections.parts().join(stored);
        if (event.isEmpty() && isStill(stored)) {
            throw missing(stored);
        }
        return event;
    }

    private boolean isStill(StoredEvent stored) {
        return collections
                        .plain()
                        .find(Filters.and(
                                Filters.eq(EventCodec.ID, stored.event().id()),
                                Filters.eq(EventCodec.STORED, stored.stored())))
                        .first()
                != null;
    }

    private CorruptStoreException missing(StoredEvent stored) {
        return collections.parts().missing(stored.event().id());
    }
}
