package ${package};

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Under which keys events and readings are found. Every index ends in the order of the contract: origin, id, place. */
final class EventKeys {

    private static final char HEAD = 'E';
    private static final char READING = 'R';
    private static final char EVENT = '1';
    private static final char EVENT_BY_DEVICE = '2';
    private static final char EVENT_BY_STREAM = '3';
    private static final char READING_BY_TIME = '4';
    private static final char READING_BY_DEVICE = '5';
    private static final char READING_BY_RESOURCE = '6';
    private static final char READING_BY_BOTH = '7';

    private EventKeys() {}

    static byte[] head(UUID id) {
        return new Key(HEAD).descending(id).bytes();
    }

    static byte[] reading(UUID event, int place) {
        return new Key(READING).descending(event).place(place).bytes();
    }

    /** Every key by which the event or one of its readings is found. */
    static List<byte[]> indexes(Event event) {
        List<byte[]> keys = new ArrayList<>();
        List.of(
                        new Key(EVENT),
                        new Key(EVENT_BY_DEVICE).text(event.deviceName()),
                        new Key(EVENT_BY_STREAM).text(event.deviceName()).text(event.sourceName()))
                .forEach(key -> keys.add(
                        key.descending(event.origin()).descending(event.id()).bytes()));
        for (int place = 0; place < event.readings().size(); place++) {
            Reading reading = event.readings().get(place);
            String device = reading.deviceName();
            String resource = reading.resourceName();
            for (Key key : List.of(
                    new Key(READING_BY_TIME),
                    new Key(READING_BY_DEVICE).text(device),
                    new Key(READING_BY_RESOURCE).text(resource),
                    new Key(READING_BY_BOTH).text(device).text(resource))) {
                keys.add(key.descending(reading.origin())
                        .descending(event.id())
                        .place(place)
                        .bytes());
            }
        }
        return keys;
    }

    static Table.Range range(Table table, EventFilter filter) {
        return within(table, prefix(filter), filter.range());
    }

    /** The first key that can follow a place. */
    static byte[] behind(EventFilter filter, EventCursor place) {
        byte[] key = new Key(prefix(filter))
                .descending(place.origin())
                .descending(place.id())
                .bytes();
        return Arrays.copyOf(key, key.length + 1);
    }

    /** One range, or one for each resource. */
    static List<Table.Range> ranges(Table table, ReadingFilter filter) {
        if (filter.resources().isEmpty()) {
            Key prefix = filter.device()
                    .map(device -> new Key(READING_BY_DEVICE).text(device))
                    .orElseGet(() -> new Key(READING_BY_TIME));
            return List.of(within(table, prefix.bytes(), filter.range()));
        }
        return filter.resources().stream()
                .map(resource -> filter.device()
                        .map(device -> new Key(READING_BY_BOTH).text(device).text(resource))
                        .orElseGet(() -> new Key(READING_BY_RESOURCE).text(resource)))
                .map(prefix -> within(table, prefix.bytes(), filter.range()))
                .toList();
    }

    static Table.Range byStream(Table table) {
        return table.range(new Key(EVENT_BY_STREAM).bytes());
    }

    static EventStream stream(byte[] keyByStream) {
        String device = Key.text(keyByStream, 1);
        int source = new Key(EVENT_BY_STREAM).text(device).bytes().length;
        return new EventStream(device, Key.text(keyByStream, source));
    }

    /** The first key behind those of a stream. */
    static byte[] behind(EventStream stream) {
        return Key.after(new Key(EVENT_BY_STREAM)
                .text(stream.deviceName())
                .text(stream.sourceName())
                .bytes());
    }

    private static byte[] prefix(EventFilter filter) {
        if (filter.device().isEmpty()) {
            return new Key(EVENT).bytes();
        }
        String device = filter.device().get();
        return filter.source()
                .map(source -> new Key(EVENT_BY_STREAM).text(device).text(source))
                .orElseGet(() -> new Key(EVENT_BY_DEVICE).text(device))
                .bytes();
    }

    private static Table.Range within(Table table, byte[] prefix, TimeRange range) {
        byte[] from = new Key(prefix).descending(range.end()).bytes();
        byte[] to = Key.after(new Key(prefix).descending(range.start()).bytes());
        return table.range(prefix.length, from, to);
    }
}
