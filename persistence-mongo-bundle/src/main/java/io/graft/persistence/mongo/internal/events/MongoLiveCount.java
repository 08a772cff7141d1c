package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Projections;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.counts.ListKey;
import io.graft.persistence.mongo.internal.counts.LiveCount;
import io.graft.persistence.mongo.internal.counts.Span;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Counts spans by the indexes. Safe for use by many threads. */
final class MongoLiveCount implements LiveCount {

    private final MongoCollection<Document> events;
    private final Failures failures;

    MongoLiveCount(MongoCollection<Document> events, Failures failures) {
        this.events = events;
        this.failures = failures;
    }

    @Override
    public long count(Span span) {
        Document index = Selections.index(span.list().kind());
        if (span.list().kind().ofEvents()) {
            return failures.call(
                    "counting events",
                    () -> events.countDocuments(
                            Selections.events(span.list(), range(span)), new CountOptions().hint(index)));
        }
        return failures.call("counting readings", () -> {
            Document found = events.aggregate(List.of(
                            Aggregates.match(Selections.withReadingOf(span)),
                            new Document(
                                    "$group", new Document("_id", null).append("n", new Document("$sum", size(span))))))
                    .hint(index)
                    .first();
            return found == null ? 0L : ((Number) found.get("n")).longValue();
        });
    }

    private static Document size(Span span) {
        return new Document("$size", Selections.readings(Selections.filter(span.list()), range(span)));
    }

    @Override
    public long originAt(Span span, long position) {
        if (span.list().kind().ofEvents()) {
            return failures.call("dividing a count", () -> {
                boolean last = position == Long.MAX_VALUE;
                Document found = events.find(Selections.events(span.list(), range(span)))
                        .projection(Projections.fields(Projections.include(EventCodec.ORIGIN), Projections.excludeId()))
                        .hint(Selections.index(span.list().kind()))
                        .sort(last ? Selections.NEWEST_FIRST : Selections.OLDEST_FIRST)
                        .skip(last ? 0 : Math.toIntExact(position))
                        .limit(1)
                        .first();
                return found == null ? span.to() : found.getLong(EventCodec.ORIGIN);
            });
        }
        return failures.call("dividing a count", () -> readingOriginAt(span, position));
    }

    private long readingOriginAt(Span span, long position) {
        boolean last = position == Long.MAX_VALUE;
        String origin = EventCodec.READINGS + "." + EventCodec.ORIGIN;
        ListKey list = span.list();
        List<Bson> stages = new ArrayList<>(List.of(
                Aggregates.match(Selections.withReadingOf(span)),
                Aggregates.project(
                        new Document(EventCodec.READINGS, Selections.readings(Selections.filter(list), range(span)))),
                Aggregates.project(Projections.include(origin)),
                Aggregates.unwind("$" + EventCodec.READINGS),
                Aggregates.sort(new Document(origin, last ? -1 : 1))));
        if (!last) {
            stages.add(Aggregates.skip(Math.toIntExact(position)));
        }
        stages.add(Aggregates.limit(1));
        Document found =
                events.aggregate(stages).hint(Selections.index(list.kind())).first();
        return found == null
                ? span.to()
                : found.get(EventCodec.READINGS, Document.class).getLong(EventCodec.ORIGIN);
    }

    private static TimeRange range(Span span) {
        return new TimeRange(span.from(), span.to());
    }
}
