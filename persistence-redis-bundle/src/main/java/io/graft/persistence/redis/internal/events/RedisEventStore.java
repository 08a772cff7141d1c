package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import io.graft.persistence.support.Aggregation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Events in Redis: a hash of records by id, a dictionary of the names in them, and sorted sets without scores as lists
 * of events and readings, whose members sort as the contract orders them. All keys have one hash tag.
 */
public final class RedisEventStore implements EventStore {

    private static final Script COUNT = Script.of(RedisEventStore.class, "count.lua");
    private static final Script NEWEST = Script.of(RedisEventStore.class, "newest.lua");
    private static final Script DELETE = Script.of(RedisEventStore.class, "delete.lua");
    private static final byte[] RANGE = "range".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IDS = "ids".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELETE_STEP = Bytes.number(1_000);

    private final RedisLink link;
    private final byte[] base;
    private final byte[] records;
    private final byte[] streams;
    private final Names names;
    private final Pages pages;

    /** @param space what the hash tag of all keys begins with */
    public RedisEventStore(RedisLink link, String space) {
        String key = "{" + space + ":e}";
        this.link = link;
        this.base = ascii(key);
        this.records = ascii(key + ":r");
        this.streams = ascii(key + ":s");
        this.names = new Names(link, ascii(key + ":n"));
        this.pages = new Pages(link, base, names);
    }

    @Override
    public AppendResult append(List<Event> batch) {
        return new AppendResult(new Appending(link, base, names).append(batch));
    }

    @Override
    public Optional<Event> event(UUID id) {
        byte[] record = link.field(records, Selection.id(id));
        return Optional.ofNullable(Records.decode(link, names, Collections.singletonMap(id, record))
                .get(id));
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return pages.events(query);
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return pages.readings(query);
    }

    @Override
    public long countEvents(EventFilter filter) {
        return count(Selection.of(filter));
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return count(Selection.of(filter));
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        Aggregation aggregation = new Aggregation(function);
        pages.each(filter, aggregation::add);
        return aggregation.results();
    }

    @Override
    public long delete(EventFilter filter) {
        Selection selection = Selection.of(filter);
        return selection.lists().stream()
                .mapToLong(list -> delete(list, selection))
                .sum();
    }

    /** Goes from the oldest to what is the newest at the beginning, in steps. */
    private long delete(byte[] list, Selection selection) {
        List<Object> newest = link.read(NEWEST, base, List.of(selection.least(), selection.greatest(), list));
        if (newest.isEmpty()) {
            return 0;
        }
        byte[] last = Selection.upTo((byte[]) newest.get(0));
        long deleted = 0;
        boolean more = true;
        while (more) {
            List<Object> step = link.write(DELETE, base, List.of(RANGE, list, selection.least(), last, DELETE_STEP));
            deleted += (Long) step.get(0);
            more = (Long) step.get(1) == 1;
        }
        return deleted;
    }

    @Override
    public boolean delete(UUID id) {
        return (Long) link.write(DELETE, base, List.of(IDS, Selection.id(id))).get(0) == 1;
    }

    @Override
    public List<EventStream> streams() {
        try {
            return link.values(streams).stream()
                    .map(Name.Stream::decode)
                    .map(stream -> new EventStream(stream.device(), stream.source()))
                    .toList();
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptStoreException(
                    "the streams in " + link.server() + " are damaged: " + e.getMessage() + "; restore a backup", e);
        }
    }

    private long count(Selection selection) {
        List<byte[]> arguments = new ArrayList<>(List.of(selection.least(), selection.greatest()));
        arguments.addAll(selection.lists());
        return (Long) link.read(COUNT, base, arguments).get(0);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
