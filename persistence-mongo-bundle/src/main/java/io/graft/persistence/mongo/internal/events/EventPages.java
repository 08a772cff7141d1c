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
import io.graft.persistence.mongo.internal.counts.View;
import io.graft.persistence.support.ContentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Answers queries for events. Safe for use by many threads. */
final class EventPages {

    private static final int SLACK = 16;
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
            if (!query.withTotal()) {
                return page(query, find(list, range, query, null), OptionalLong.empty(), event -> false);
            }
            Optional<Page<Event>> page = Optional.empty();
            while (page.isEmpty()) {
                page = pageOfOneMoment(query, list, range);
            }
            return page.get();
        });
    }

    /** Empty if so much was stored meanwhile that the page could not be filled: then a later moment does. */
    private Optional<Page<Event>> pageOfOneMoment(EventQuery query, ListKey list, TimeRange range) {
        failures.requireOpen();
        try (View view = counts.view(List.of(list), range)) {
            int[] passedOver = {0};
            Page<Event> page = page(query, find(list, range, query, view), OptionalLong.of(view.total()), event -> {
                boolean hidden = view.hides(event.stored());
                passedOver[0] += hidden ? 1 : 0;
                return hidden;
            });
            boolean tooShort = passedOver[0] > SLACK && page.items().size() < query.limit() && !page.truncated();
            return tooShort ? Optional.empty() : Optional.of(page);
        }
    }

    private Page<Event> page(
            EventQuery query, FindIterable<StoredEvent> found, OptionalLong total, Predicate<StoredEvent> hidden) {
        List<Event> items = new ArrayList<>();
        long bytes = 0;
        if (found == null || query.limit() == 0) {
            return new Page<>(items, total);
        }
        try (MongoCursor<StoredEvent> cursor = found.cursor()) {
            while (items.size() < query.limit() && cursor.hasNext()) {
                StoredEvent stored = cursor.next();
                Optional<Event> event = hidden.test(stored) ? Optional.empty() : whole(stored);
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
    private FindIterable<StoredEvent> find(ListKey list, TimeRange range, EventQuery query, View view) {
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
        List<Bson> selection = new ArrayList<>(List.of(Selections.events(list, rest)));
        after.ifPresent(place -> selection.add(Selections.behind(place)));
        long limit = query.limit();
        if (view != null) {
            limit += SLACK;
            List<ObjectId> hidden = view.hidden();
            if (!hidden.isEmpty()) {
                selection.add(Filters.nin(EventCodec.STORED, hidden));
            }
        }
        return collections
                .events()
                .find(Filters.and(selection))
                .sort(Selections.NEWEST_FIRST)
                .hint(Selections.index(list.kind()))
                .skip(Math.toIntExact(Math.min(skip, Integer.MAX_VALUE)))
                .limit((int) Math.min(Integer.MAX_VALUE, Math.max(1, limit)))
                .batchSize(batch(query.maxBytes(), limit));
    }

    /** As much as fits in the page, in one answer where it can be: that is a picture of one moment. */
    private static int batch(long maxBytes, long limit) {
        long byBytes = Math.max(2, maxBytes / 100);
        return (int) Math.max(1, Math.min(Math.min(limit, MOST_AT_ONCE), byBytes));
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
