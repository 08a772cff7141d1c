package io.graft.persistence.embedded.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.embedded.internal.events.codec.EventDecoder;
import io.graft.persistence.embedded.internal.events.codec.Name;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.query.Aggregation;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.query.Place;
import io.graft.persistence.embedded.internal.events.query.Selection;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers questions from what the tables hold at the moment. Safe for any thread. */
final class EventQueries {

    private final Tables tables;
    private final Names names;
    private final EventDecoder decoder;

    EventQueries(Tables tables, Names names, EventDecoder decoder) {
        this.tables = tables;
        this.names = names;
        this.decoder = decoder;
    }

    Optional<Event> event(UUID id) {
        return tables.record(id.getMostSignificantBits(), id.getLeastSignificantBits())
                .map(decoder::event);
    }

    Page<Event> events(EventQuery query) {
        EventFilter filter = query.filter();
        try (Tables.View view = tables.view(ListKeys.of(filter, names))) {
            Selection selection = new Selection(view.lists(), filter.range());
            OptionalLong total = query.withTotal() ? OptionalLong.of(selection.count()) : OptionalLong.empty();
            query.after()
                    .ifPresent(cursor -> selection.keepBefore(new Place(
                            cursor.origin(),
                            cursor.id().getMostSignificantBits(),
                            cursor.id().getLeastSignificantBits(),
                            0)));
            selection.skip(query.offset());
            List<Event> items = new ArrayList<>();
            PageBudget budget = new PageBudget(query.maxBytes());
            boolean truncated = selection.take(query.limit(), (list, position) -> {
                if (!budget.admits(list.recordLength(position))) {
                    return false;
                }
                byte[] record = list.record(position);
                return budget.take(() -> decoder.size(record)) && items.add(decoder.event(record));
            });
            return new Page<>(items, total, truncated);
        }
    }

    Page<Reading> readings(ReadingQuery query) {
        ReadingFilter filter = query.filter();
        try (Tables.View view = tables.view(ListKeys.of(filter, names))) {
            Selection selection = new Selection(view.lists(), filter.range());
            OptionalLong total = query.withTotal() ? OptionalLong.of(selection.count()) : OptionalLong.empty();
            selection.skip(query.offset());
            List<Reading> items = new ArrayList<>();
            PageBudget budget = new PageBudget(query.maxBytes());
            LastRecord records = new LastRecord();
            boolean truncated = selection.take(query.limit(), (list, position) -> {
                byte[] record = records.of(list, position);
                int index = list.reading(position);
                return budget.take(() -> decoder.size(record, index)) && items.add(decoder.reading(record, index));
            });
            return new Page<>(items, total, truncated);
        }
    }

    long count(EventFilter filter) {
        return count(filter.range(), ListKeys.of(filter, names));
    }

    long count(ReadingFilter filter) {
        return count(filter.range(), ListKeys.of(filter, names));
    }

    private long count(TimeRange range, long[] keys) {
        try (Tables.View view = tables.view(keys)) {
            return new Selection(view.lists(), range).count();
        }
    }

    List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        try (Tables.View view = tables.view(ListKeys.of(filter, names))) {
            Aggregation aggregation = new Aggregation(function);
            LastRecord records = new LastRecord();
            new Selection(view.lists(), filter.range())
                    .forEach((list, position) ->
                            aggregation.add(decoder.sample(records.of(list, position), list.reading(position))));
            return aggregation.results();
        }
    }

    /** What a filter selects of each segment that there is at the moment. */
    Map<Segment, Marks> select(EventFilter filter) {
        try (Tables.View view = tables.view()) {
            // after the view: it may hold events whose names were not known before
            long[] keys = ListKeys.of(filter, names);
            return view.segments().stream()
                    .collect(Collectors.toMap(Function.identity(), segment -> segment.select(keys, filter.range())));
        }
    }

    List<EventStream> streams() {
        return tables.liveStreams().stream()
                .map(names::stream)
                .map(EventQueries::streamOf)
                .distinct()
                .toList();
    }

    private static EventStream streamOf(Name.Stream stream) {
        return new EventStream(stream.device().text(), stream.source());
    }
}
