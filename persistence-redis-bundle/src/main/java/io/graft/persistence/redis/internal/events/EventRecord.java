package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * An event as it is stored. The head, which the scripts read too, is described in {@code common.lua}; behind it are the
 * texts of the event and of each reading.
 */
final class EventRecord {

    /** A reading's number in an index entry is this less its place, so that newest first is first first. */
    static final int FIRST_READING = 0xFFFFFF;

    private static final int OWN_ORIGIN = 1;
    private static final int TAGS = 2;
    private static final int EXTENSIONS = 4;
    private static final int KIND_SHIFT = 3;
    private static final int TEXT = 0;
    private static final int BINARY = 1;
    private static final int JSON = 2;
    private static final int NULL = 3;

    private final Input in;
    private final long origin;
    private final NameId stream;
    private final int flags;
    private final List<Head> heads;

    private record Head(int flags, NameId series, long origin) {}

    /** Reads the head, an {@link IndexOutOfBoundsException} if there is none. */
    EventRecord(byte[] record) {
        in = new Input(record);
        origin = in.getSorting();
        stream = NameId.read(in);
        flags = in.getByte();
        int count = (int) in.get(3);
        heads = new ArrayList<>(Math.min(count, record.length / NameId.LENGTH));
        for (int i = 0; i < count; i++) {
            int head = in.getByte();
            NameId series = NameId.read(in);
            heads.add(new Head(head, series, (head & OWN_ORIGIN) != 0 ? in.getSorting() : origin));
        }
    }

    /** The ids of the names that it uses. */
    void names(Consumer<NameId> each) {
        each.accept(stream);
        heads.forEach(head -> each.accept(head.series()));
    }

    /** The event. Can be called once. */
    Event event(UUID id, Map<NameId, Name> names) {
        Name.Stream common = (Name.Stream) names.get(stream);
        JsonText tags = json(flags & TAGS);
        JsonText extensions = json(flags & EXTENSIONS);
        List<Reading> readings = new ArrayList<>(heads.size());
        for (Head head : heads) {
            readings.add(reading(head, (Name.Series) names.get(head.series())));
        }
        return new Event(id, common.device(), common.profile(), common.source(), origin, readings, tags, extensions);
    }

    private Reading reading(Head head, Name.Series series) {
        ReadingValue value =
                switch ((head.flags() >> KIND_SHIFT) & 3) {
                    case TEXT -> new ReadingValue.Text(in.getText());
                    case JSON -> new ReadingValue.Json(new JsonText(in.getText()));
                    case BINARY -> new ReadingValue.Binary(in.getBlock(), in.getText());
                    default -> new ReadingValue.Null();
                };
        return new Reading(
                head.origin(),
                series.device(),
                series.profile(),
                series.resource(),
                series.type(),
                series.units(),
                value,
                json(head.flags() & TAGS),
                json(head.flags() & EXTENSIONS));
    }

    private JsonText json(int flag) {
        return flag == 0 ? null : new JsonText(in.getText());
    }

    /** The names that an event uses, as the dictionary has them. */
    record Used(long origin, Names.Encoded stream, List<UsedReading> readings) {

        static Used of(Event event, Names names) {
            List<UsedReading> readings = new ArrayList<>(event.readings().size());
            for (Reading reading : event.readings()) {
                Name.Series series = new Name.Series(
                        reading.deviceName(),
                        reading.profileName(),
                        reading.resourceName(),
                        reading.valueType(),
                        reading.units());
                readings.add(new UsedReading(reading.origin(), names.encoded(series)));
            }
            Name.Stream stream = new Name.Stream(event.deviceName(), event.profileName(), event.sourceName());
            return new Used(event.origin(), names.encoded(stream), readings);
        }

        void each(Consumer<Names.Encoded> visitor) {
            visitor.accept(stream);
            readings.forEach(reading -> visitor.accept(reading.series()));
        }
    }

    /** The origin of a reading, and its series. */
    record UsedReading(long origin, Names.Encoded series) {}

    /** Stores an event. */
    static byte[] encode(Event event, Used used) {
        int count = event.readings().size();
        if (count > FIRST_READING) {
            throw new IllegalArgumentException(
                    "event " + event.id() + " has " + count + " readings; " + FIRST_READING + " are possible");
        }
        Bytes out = new Bytes(32 + 32 * count);
        out.putSorting(event.origin());
        out.put(used.stream().id().bytes());
        out.putByte(objects(event.tags(), event.extensions()));
        out.put(count, 3);
        for (int i = 0; i < count; i++) {
            Reading reading = event.readings().get(i);
            boolean own = reading.origin() != event.origin();
            out.putByte((own ? OWN_ORIGIN : 0)
                    | objects(reading.tags(), reading.extensions())
                    | (kind(reading.value()) << KIND_SHIFT));
            out.put(used.readings().get(i).series().id().bytes());
            if (own) {
                out.putSorting(reading.origin());
            }
        }
        putObjects(out, event.tags(), event.extensions());
        for (Reading reading : event.readings()) {
            putValue(out, reading.value());
            putObjects(out, reading.tags(), reading.extensions());
        }
        return out.toArray();
    }

    private static int kind(ReadingValue value) {
        if (value instanceof ReadingValue.Text) {
            return TEXT;
        }
        if (value instanceof ReadingValue.Binary) {
            return BINARY;
        }
        return value instanceof ReadingValue.Json ? JSON : NULL;
    }

    private static void putValue(Bytes out, ReadingValue value) {
        if (value instanceof ReadingValue.Text text) {
            out.putText(text.text());
        } else if (value instanceof ReadingValue.Json json) {
            out.putText(json.json().text());
        } else if (value instanceof ReadingValue.Binary binary) {
            out.putBlock(binary.bytes()).putText(binary.mediaType());
        }
    }

    private static int objects(JsonText tags, JsonText extensions) {
        return (tags == null ? 0 : TAGS) | (extensions == null ? 0 : EXTENSIONS);
    }

    private static void putObjects(Bytes out, JsonText tags, JsonText extensions) {
        if (tags != null) {
            out.putText(tags.text());
        }
        if (extensions != null) {
            out.putText(extensions.text());
        }
    }
}
