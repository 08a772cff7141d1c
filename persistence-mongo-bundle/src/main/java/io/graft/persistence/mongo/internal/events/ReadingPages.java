package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.UnwindOptions;
import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.counts.Counts;
import io.graft.persistence.mongo.internal.counts.ListKey;
import io.graft.persistence.support.Aggregation;
import io.graft.persistence.support.ContentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Answers queries for readings. An index over the elements of an array finds events, but not in the order of their
 * readings; so a query goes from one span of time to the next, each with so few readings that sorting them costs
 * nothing: the counts say where such a span begins. Safe for use by many threads.
 */
final class ReadingPages {

    private static final int AT_ONCE = 1_000;
    private static final int AGGREGATED_AT_ONCE = 10_000;
    private static final String WHAT = "reading readings";
    private static final String INDEX = "index";

    private final EventCollections collections;
    private final EventPages events;
    private final Counts counts;
    private final Failures failures;

    ReadingPages(EventCollections collections, EventPages events, Counts counts, Failures failures) {
        this.collections = collections;
        this.events = events;
        this.counts = counts;
        this.failures = failures;
    }

    Page<Reading> page(ReadingQuery query) {
        List<ListKey> lists = Selections.lists(query.filter());
        TimeRange range = query.filter().range();
        OptionalLong total = query.withTotal() ? OptionalLong.of(counts.count(lists, range)) : OptionalLong.empty();
        if (query.limit() == 0) {
            return new Page<>(List.of(), total);
        }
        Filling page = new Filling(query.limit(), query.maxBytes());
        Counts.Place place = counts.locate(lists, range, query.offset());
        walk(query.filter(), lists, place, query.limit(), AT_ONCE, page::add);
        return new Page<>(page.items, total, page.truncated);
    }

    List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        Aggregation aggregation = new Aggregation(function);
        walk(
                filter,
                Selections.lists(filter),
                new Counts.Place(filter.range().end(), 0),
                Integer.MAX_VALUE,
                AGGREGATED_AT_ONCE,
                reading -> {
                    aggregation.add(reading);
                    return true;
                });
        return aggregation.results();
    }

    /** Shows readings to a taker, the newest first, until it has had enough. */
    private void walk(
            ReadingFilter filter,
            List<ListKey> lists,
            Counts.Place place,
            int wanted,
            int atOnce,
            Predicate<Reading> taker) {
        long start = filter.range().start();
        long to = place.to();
        long skip = place.skip();
        Joined joined = new Joined();
        boolean more = to >= start;
        while (more) {
            long from = counts.reach(lists, new TimeRange(start, to), skip + Math.min(wanted, atOnce));
            Span span = new Span(from, to);
            long passedOver = skip;
            long[] seen = {0};
            boolean goesOn = failures.call(WHAT, () -> {
                try (MongoCursor<ReadingRow> rows = rows(filter, span, wanted, passedOver)) {
                    while (rows.hasNext()) {
                        seen[0]++;
                        Optional<Reading> reading = joined.whole(rows.next());
                        if (reading.isPresent() && !taker.test(reading.get())) {
                            return false;
                        }
                    }
                }
                return true;
            });
            more = goesOn && from > start;
            if (more && skip > 0 && seen[0] == 0) {
                skip -= Math.min(skip, counts.count(lists, new TimeRange(from, to)));
            } else {
                skip = 0;
            }
            to = from - 1;
        }
    }

    private record Span(long from, long to) {}

    private MongoCursor<ReadingRow> rows(ReadingFilter filter, Span span, int wanted, long skip) {
        TimeRange range = new TimeRange(span.from(), span.to());
        List<Bson> stages = new ArrayList<>(List.of(
                Aggregates.match(Selections.withReadingOf(filter, range)),
                Aggregates.project(new Document(EventCodec.READINGS, Selections.readings(filter, range))),
                Aggregates.unwind("$" + EventCodec.READINGS, new UnwindOptions().includeArrayIndex(INDEX)),
                Aggregates.sort(new Document(EventCodec.READINGS + "." + EventCodec.ORIGIN, -1)
                        .append(EventCodec.ID, -1)
                        .append(INDEX, 1))));
        if (skip > 0) {
            stages.add(new Document("$skip", skip));
        }
        if (wanted < Integer.MAX_VALUE) {
            stages.add(Aggregates.limit(wanted));
        }
        return collections
                .rows()
                .aggregate(stages)
                .hint(Selections.index(Selections.lists(filter).get(0).kind()))
                .allowDiskUse(true)
                .cursor();
    }

    /** A page that is being filled. */
    private static final class Filling {
        private final List<Reading> items = new ArrayList<>();
        private final int limit;
        private final long maxBytes;
        private long bytes;
        private boolean truncated;

        Filling(int limit, long maxBytes) {
            this.limit = limit;
            this.maxBytes = maxBytes;
        }

        boolean add(Reading reading) {
            bytes += maxBytes == Long.MAX_VALUE ? 0 : ContentSize.of(reading);
            if (bytes > maxBytes && !items.isEmpty()) {
                truncated = true;
                return false;
            }
            items.add(reading);
            return items.size() < limit;
        }
    }

    /** Fetches events in parts, of which rows have only the place, one at a time. */
    private final class Joined {
        private UUID id;
        private Optional<Event> event = Optional.empty();

        Optional<Reading> whole(ReadingRow row) {
            if (row.found().position() < 0) {
                return Optional.of(row.found().reading());
            }
            if (!row.event().equals(id)) {
                event = events.event(row.event());
                id = row.event();
            }
            return event.map(whole -> whole.readings().get(row.found().position()));
        }
    }
}
