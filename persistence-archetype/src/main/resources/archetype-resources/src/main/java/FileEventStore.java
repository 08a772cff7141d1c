package ${package};

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.support.Aggregation;
import io.graft.persistence.support.ContentSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Events, their readings, and one sorted index for each way in which they are asked for. */
final class FileEventStore implements EventStore {

    private static final long CHANGE_BYTES = 8 << 20;
    private static final int DELETED_AT_ONCE = 200;

    private final StoreFile file;

    FileEventStore(StoreFile file) {
        this.file = file;
    }

    @Override
    public AppendResult append(List<Event> batch) {
        Set<UUID> duplicates = new HashSet<>();
        int begin = 0;
        long size = 0;
        for (int end = 1; end <= batch.size(); end++) {
            size += ContentSize.of(batch.get(end - 1));
            if (size >= CHANGE_BYTES || end == batch.size()) {
                duplicates.addAll(appendAtOnce(batch.subList(begin, end)));
                begin = end;
                size = 0;
            }
        }
        return new AppendResult(duplicates);
    }

    private Set<UUID> appendAtOnce(List<Event> events) {
        return file.change(table -> {
            Set<UUID> duplicates = new HashSet<>();
            for (Event event : events) {
                if (table.has(EventKeys.head(event.id()))) {
                    duplicates.add(event.id());
                } else {
                    add(table, event);
                }
            }
            return duplicates;
        });
    }

    private static void add(Table table, Event event) {
        table.put(EventKeys.head(event.id()), Codec.head(event));
        for (int place = 0; place < event.readings().size(); place++) {
            table.put(
                    EventKeys.reading(event.id(), place),
                    Codec.reading(event.readings().get(place)));
        }
        EventKeys.indexes(event).forEach(key -> table.put(key, new byte[0]));
    }

    @Override
    public Optional<Event> event(UUID id) {
        return file.read(table -> Optional.ofNullable(load(table, id)));
    }

    /** Null if there is none. */
    private static Event load(Table table, UUID id) {
        byte[] head = table.get(EventKeys.head(id));
        return head == null
                ? null
                : Codec.event(id, head, place -> Codec.reading(table.get(EventKeys.reading(id, place))));
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return file.read(table -> {
            Table.Range all = EventKeys.range(table, query.filter());
            Table.Range behind = query.after()
                    .map(place -> all.from(EventKeys.behind(query.filter(), place)))
                    .orElse(all);
            PageBuilder<Event> page = new PageBuilder<>(query.limit(), query.maxBytes());
            for (long i = query.offset(); i < behind.size() && page.hasRoom(); i++) {
                Event event = load(table, Key.id(behind.key(i), behind.at() + Long.BYTES));
                page.add(event, ContentSize.of(event));
            }
            return page.page(query.withTotal() ? OptionalLong.of(all.size()) : OptionalLong.empty());
        });
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return file.read(table -> {
            List<Table.Range> ranges = EventKeys.ranges(table, query.filter());
            Merged found = Merged.skipping(query.offset(), ranges);
            PageBuilder<Reading> page = new PageBuilder<>(query.limit(), query.maxBytes());
            while (page.hasRoom()) {
                Merged.Found next = found.next();
                if (next == null) {
                    break;
                }
                Reading reading = load(table, next);
                page.add(reading, ContentSize.of(reading));
            }
            return page.page(query.withTotal() ? OptionalLong.of(size(ranges)) : OptionalLong.empty());
        });
    }

    private static Reading load(Table table, Merged.Found found) {
        UUID event = Key.id(found.key(), found.at() + Long.BYTES);
        int place = Key.place(found.key(), found.at() + 3 * Long.BYTES);
        return Codec.reading(table.get(EventKeys.reading(event, place)));
    }

    @Override
    public long countEvents(EventFilter filter) {
        return file.read(table -> EventKeys.range(table, filter).size());
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return file.read(table -> size(EventKeys.ranges(table, filter)));
    }

    private static long size(List<Table.Range> ranges) {
        return ranges.stream().mapToLong(Table.Range::size).sum();
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return file.read(table -> {
            Aggregation aggregation = new Aggregation(function);
            Merged found = new Merged(EventKeys.ranges(table, filter));
            for (Merged.Found next = found.next(); next != null; next = found.next()) {
                aggregation.add(load(table, next));
            }
            return aggregation.results();
        });
    }

    /** In small changes, so that others come in between; from one key to the next, so that it ends. */
    @Override
    public long delete(EventFilter filter) {
        long deleted = 0;
        byte[] from = {};
        while (from != null) {
            byte[] begin = from;
            List<byte[]> keys = file.change(table -> deleteSome(table, filter, begin));
            deleted += keys.size();
            from = keys.isEmpty() ? null : keys.get(keys.size() - 1);
        }
        return deleted;
    }

    private static List<byte[]> deleteSome(Table table, EventFilter filter, byte[] from) {
        Table.Range range = EventKeys.range(table, filter).from(from);
        List<byte[]> keys = new ArrayList<>();
        for (long i = 0; i < Math.min(range.size(), DELETED_AT_ONCE); i++) {
            keys.add(range.key(i));
        }
        keys.forEach(key -> remove(table, Key.id(key, range.at() + Long.BYTES)));
        return keys;
    }

    @Override
    public boolean delete(UUID id) {
        return file.change(table -> remove(table, id));
    }

    private static boolean remove(Table table, UUID id) {
        Event event = load(table, id);
        if (event == null) {
            return false;
        }
        table.remove(EventKeys.head(id));
        for (int place = 0; place < event.readings().size(); place++) {
            table.remove(EventKeys.reading(id, place));
        }
        EventKeys.indexes(event).forEach(table::remove);
        return true;
    }

    @Override
    public List<EventStream> streams() {
        return file.read(table -> {
            List<EventStream> streams = new ArrayList<>();
            Table.Range left = EventKeys.byStream(table);
            while (left.size() > 0) {
                EventStream stream = EventKeys.stream(left.key(0));
                streams.add(stream);
                left = left.from(EventKeys.behind(stream));
            }
            return streams;
        });
    }
}
