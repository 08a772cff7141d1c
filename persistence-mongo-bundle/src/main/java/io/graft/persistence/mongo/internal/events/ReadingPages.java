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
import io.graft.persistence.mongo.internal.counts.View;
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
    private static final int LARGEST_ANSWER = 2_000;
    private static final int MORE_THAN_WANTED = 16;
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
        if (!query.withTotal()) {
            return page(query, OptionalLong.empty(), null);
        }
        try (View view =
                counts.view(Selections.lists(query.filter()), query.filter().range())) {
            return page(query, OptionalLong.of(view.total()), view);
        }
    }

    private Page<Reading> page(ReadingQuery query, OptionalLong total, View view) {
        Filling page = new Filling(query.limit(), query.maxBytes());
        if (query.limit() > 0) {
            List<ListKey> lists = Selections.lists(query.filter());
            Counts.Place place = counts.locate(lists, query.filter().range(), query.offset());
            walk(new Walk(query.filter(), lists, query.limit(), AT_ONCE, view), place, page::add);
        }
        return new Page<>(page.items, total, page.truncated);
    }

    List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        Aggregation aggregation = new Aggregation(function);
        Walk walk = new Walk(filter, Selections.lists(filter), Integer.MAX_VALUE, AGGREGATED_AT_ONCE, null);
        walk(walk, new Counts.Place(filter.range().end(), 0), reading -> {
            aggregation.add(reading);
            return true;
        });
        return aggregation.results();
    }

    /**
     * How to go through readings.
     *
     * @param wanted how many at most
     * @param atOnce about how many in one span
     * @param view what is to be seen; null for everything
     */
    private record Walk(ReadingFilter filter, List<ListKey> lists, int wanted, int atOnce, View view) {

        boolean hides(ReadingRow row) {
            return view != null && view.hides(row.stored());
        }

        /** How many readings to ask for; who has a view passes over those that it hides. */
        int limit() {
            return view == null ? wanted : Integer.MAX_VALUE;
        }

        /** How many readings come in the first answer. */
        int batch() {
            return (int) Math.min(LARGEST_ANSWER, (long) wanted + MORE_THAN_WANTED);
        }
    }

    /** Shows readings to a taker, the newest first, until it has had enough. */
    private void walk(Walk walk, Counts.Place place, Predicate<Reading> taker) {
        List<ListKey> lists = walk.lists();
        long start = walk.filter().range().start();
        long to = place.to();
        long skip = place.skip();
        Joined joined = new Joined();
        boolean more = to >= start;
        while (more) {
            long from = counts.reach(lists, new TimeRange(start, to), skip + Math.min(walk.wanted(), walk.atOnce()));
            Span span = new Span(from, to);
            long passedOver = skip;
            long[] seen = {0};
            boolean goesOn = failures.call(WHAT, () -> {
                try (MongoCursor<ReadingRow> rows = rows(walk, span, passedOver)) {
                    while (rows.hasNext()) {
                        seen[0]++;
                        ReadingRow row = rows.next();
                        Optional<Reading> reading = walk.hides(row) ? Optional.empty() : joined.whole(row);
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

    private MongoCursor<ReadingRow> rows(Walk walk, Span span, long skip) {
        TimeRange range = new TimeRange(span.from(), span.to());
        ReadingFilter filter = walk.filter();
        Document selection = Selections.withReadingOf(filter, range);
        if (walk.view() != null && !walk.view().hidden().isEmpty()) {
            selection.append(EventCodec.STORED, new Document("$nin", walk.view().hidden()));
        }
        List<Bson> stages = new ArrayList<>(List.of(
                Aggregates.match(selection),
                Aggregates.project(new Document(EventCodec.STORED, 1)
                        .append(EventCodec.READINGS, Selections.readings(filter, range))),
                Aggregates.unwind("$" + EventCodec.READINGS, new UnwindOptions().includeArrayIndex(INDEX)),
                Aggregates.sort(new Document(EventCodec.READINGS + "." + EventCodec.ORIGIN, -1)
                        .append(EventCodec.ID, -1)
                        .append(INDEX, 1))));
        if (skip > 0) {
            stages.add(new Document("$skip", skip));
        }
        if (walk.limit() < Integer.MAX_VALUE) {
            stages.add(Aggregates.limit(walk.limit()));
        }
        return collections
                .rows()
                .aggregate(stages)
                .hint(Selections.index(walk.lists().get(0).kind()))
                .allowDiskUse(true)
                .batchSize(walk.batch())
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
