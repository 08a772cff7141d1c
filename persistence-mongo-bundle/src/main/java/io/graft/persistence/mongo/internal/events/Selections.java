package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.model.Filters;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.counts.ListKey;
import io.graft.persistence.mongo.internal.counts.ListKey.Kind;
import io.graft.persistence.mongo.internal.counts.Span;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Selections in the words of MongoDB, each with the index that answers it. */
final class Selections {

    static final Document NEWEST_FIRST = new Document(EventCodec.ORIGIN, -1).append(EventCodec.ID, -1);
    static final Document OLDEST_FIRST = new Document(EventCodec.ORIGIN, 1).append(EventCodec.ID, 1);

    private static final String READING = EventCodec.READINGS + ".";

    private Selections() {}

    static ListKey list(EventFilter filter) {
        if (filter.source().isPresent()) {
            return new ListKey(
                    Kind.STREAM_EVENTS,
                    filter.device().orElseThrow(),
                    filter.source().get());
        }
        return filter.device()
                .map(device -> new ListKey(Kind.DEVICE_EVENTS, device, ""))
                .orElse(ListKey.EVENTS);
    }

    /** The lists that together hold the readings of a selection, each once. */
    static List<ListKey> lists(ReadingFilter filter) {
        if (filter.resources().isEmpty()) {
            return List.of(filter.device()
                    .map(device -> new ListKey(Kind.DEVICE_READINGS, device, ""))
                    .orElse(ListKey.READINGS));
        }
        return filter.resources().stream()
                .map(resource -> filter.device()
                        .map(device -> new ListKey(Kind.SERIES_READINGS, device, resource))
                        .orElse(new ListKey(Kind.RESOURCE_READINGS, "", resource)))
                .toList();
    }

    /** The index that holds a list in its order. */
    static Document index(Kind kind) {
        return switch (kind) {
            case EVENTS -> NEWEST_FIRST;
            case DEVICE_EVENTS -> with(new Document(EventCodec.DEVICE, 1), NEWEST_FIRST);
            case STREAM_EVENTS -> with(new Document(EventCodec.DEVICE, 1).append(EventCodec.SOURCE, 1), NEWEST_FIRST);
            case READINGS -> new Document(READING + EventCodec.ORIGIN, -1);
            case DEVICE_READINGS ->
                new Document(READING + EventCodec.DEVICE, 1).append(READING + EventCodec.ORIGIN, -1);
            case RESOURCE_READINGS ->
                new Document(READING + EventCodec.RESOURCE, 1).append(READING + EventCodec.ORIGIN, -1);
            case SERIES_READINGS ->
                new Document(READING + EventCodec.DEVICE, 1)
                        .append(READING + EventCodec.RESOURCE, 1)
                        .append(READING + EventCodec.ORIGIN, -1);
        };
    }

    static Bson events(ListKey list, TimeRange range) {
        Document filter = new Document();
        if (list.kind() != Kind.EVENTS) {
            filter.append(EventCodec.DEVICE, list.device());
        }
        if (list.kind() == Kind.STREAM_EVENTS) {
            filter.append(EventCodec.SOURCE, list.name());
        }
        return filter.append(EventCodec.ORIGIN, within(range));
    }

    /** What comes behind a place, in the order of events. */
    static Bson behind(EventCursor place) {
        return Filters.or(Filters.lt(EventCodec.ORIGIN, place.origin()), Filters.lt(EventCodec.ID, place.id()));
    }

    /** What comes before a place of the same origin, or is there. */
    static Bson notBehind(EventCursor place) {
        return Filters.gte(EventCodec.ID, place.id());
    }

    /** What comes before a place, i.e. is newer. */
    static Bson before(EventCursor place) {
        return Filters.or(Filters.gt(EventCodec.ORIGIN, place.origin()), Filters.gt(EventCodec.ID, place.id()));
    }

    /** Events with at least one reading of a span. */
    static Document withReadingOf(Span span) {
        Document reading = new Document();
        ListKey list = span.list();
        if (list.kind() == Kind.DEVICE_READINGS || list.kind() == Kind.SERIES_READINGS) {
            reading.append(EventCodec.DEVICE, list.device());
        }
        if (list.kind() == Kind.RESOURCE_READINGS || list.kind() == Kind.SERIES_READINGS) {
            reading.append(EventCodec.RESOURCE, list.name());
        }
        reading.append(EventCodec.ORIGIN, within(new TimeRange(span.from(), span.to())));
        return elementMatch(reading);
    }

    static Document withReadingOf(ReadingFilter filter, TimeRange range) {
        Document reading = new Document();
        filter.device().ifPresent(device -> reading.append(EventCodec.DEVICE, device));
        if (!filter.resources().isEmpty()) {
            reading.append(EventCodec.RESOURCE, new Document("$in", List.copyOf(filter.resources())));
        }
        reading.append(EventCodec.ORIGIN, within(range));
        return elementMatch(reading);
    }

    /** The readings of an event that are selected, as an expression. */
    static Document readings(ReadingFilter filter, TimeRange range) {
        List<Object> conditions = new java.util.ArrayList<>();
        filter.device().ifPresent(device -> conditions.add(equal("$$this." + EventCodec.DEVICE, device)));
        if (!filter.resources().isEmpty()) {
            conditions.add(new Document(
                    "$in",
                    List.of(
                            "$$this." + EventCodec.RESOURCE,
                            new Document("$literal", List.copyOf(filter.resources())))));
        }
        conditions.add(new Document("$gte", List.of("$$this." + EventCodec.ORIGIN, range.start())));
        conditions.add(new Document("$lte", List.of("$$this." + EventCodec.ORIGIN, range.end())));
        return new Document(
                "$filter",
                new Document("input", "$" + EventCodec.READINGS).append("cond", new Document("$and", conditions)));
    }

    /** The selection that a list is. */
    static ReadingFilter filter(ListKey list) {
        return switch (list.kind()) {
            case DEVICE_READINGS -> ReadingFilter.device(list.device());
            case RESOURCE_READINGS -> ReadingFilter.resource(list.name());
            case SERIES_READINGS ->
                new ReadingFilter(java.util.Optional.of(list.device()), java.util.Set.of(list.name()), TimeRange.ALL);
            default -> ReadingFilter.ALL;
        };
    }

    private static Document elementMatch(Document reading) {
        return new Document(EventCodec.READINGS, new Document("$elemMatch", reading));
    }

    private static Document equal(String field, String value) {
        return new Document("$eq", List.of(field, new Document("$literal", value)));
    }

    private static Document within(TimeRange range) {
        return new Document("$gte", range.start()).append("$lte", range.end());
    }

    private static Document with(Document first, Document then) {
        first.putAll(then);
        return first;
    }
}
