package io.graft.persistence.binding.internal.spool;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.codec.Input;
import io.graft.log.codec.Output;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Events as records that need nothing else to be read back:
 *
 * <pre>
 * record  = spooled at 8 | id 16 | origin 8 | flags 1 | device text | profile text | source text
 *           | [tags text] | [extensions text] | readings varint | reading*
 * reading = flags 1 | type and kind 1 | [origin - event's origin, zigzag] | [device text] | [profile text]
 *           | [resource text] | units text | value | [tags text] | [extensions text]
 * value   = text | bytes, media type text | nothing
 * </pre>
 *
 * What a reading has in common with its event is not repeated.
 */
final class EventCodec {

    private static final int TAGS = 1;
    private static final int EXTENSIONS = 2;
    private static final int OWN_ORIGIN = 4;
    private static final int OWN_DEVICE = 8;
    private static final int OWN_PROFILE = 16;
    /** The resource's name is not the event's source. */
    private static final int OWN_RESOURCE = 32;

    private static final int KIND_SHIFT = 6;
    private static final int TYPE = (1 << KIND_SHIFT) - 1;
    private static final int TEXT = 0;
    private static final int BINARY = 1;
    private static final int JSON = 2;
    private static final int NULL = 3;

    private static final int EVENT_BYTES = 96;
    private static final int READING_BYTES = 48;
    private static final int MOST_EXPECTED = 64 << 20;

    /** A type's place is its number in the records: new ones only at the end. */
    private static final List<ValueType> TYPES = List.of(
            ValueType.BOOL,
            ValueType.STRING,
            ValueType.UINT8,
            ValueType.UINT16,
            ValueType.UINT32,
            ValueType.UINT64,
            ValueType.INT8,
            ValueType.INT16,
            ValueType.INT32,
            ValueType.INT64,
            ValueType.FLOAT32,
            ValueType.FLOAT64,
            ValueType.BINARY,
            ValueType.BOOL_ARRAY,
            ValueType.STRING_ARRAY,
            ValueType.UINT8_ARRAY,
            ValueType.UINT16_ARRAY,
            ValueType.UINT32_ARRAY,
            ValueType.UINT64_ARRAY,
            ValueType.INT8_ARRAY,
            ValueType.INT16_ARRAY,
            ValueType.INT32_ARRAY,
            ValueType.INT64_ARRAY,
            ValueType.FLOAT32_ARRAY,
            ValueType.FLOAT64_ARRAY,
            ValueType.OBJECT,
            ValueType.OBJECT_ARRAY);

    private static final Map<ValueType, Integer> TYPE_NUMBERS = new EnumMap<>(ValueType.class);

    static {
        TYPES.forEach(type -> TYPE_NUMBERS.put(type, TYPE_NUMBERS.size()));
    }

    private static final ReadingValue NO_VALUE = new ReadingValue.Null();

    private EventCodec() {}

    /** The record of an event, with 0 for the time when it was spooled. */
    static Output encode(Event event) {
        Output out = new Output(expectedSize(event));
        out.putLong(0);
        out.putLong(event.id().getMostSignificantBits());
        out.putLong(event.id().getLeastSignificantBits());
        out.putLong(event.origin());
        out.putByte(objects(event.tags(), event.extensions()));
        out.putText(event.deviceName());
        out.putText(event.profileName());
        out.putText(event.sourceName());
        putObjects(event.tags(), event.extensions(), out);
        out.putVarint(event.readings().size());
        for (Reading reading : event.readings()) {
            encode(reading, event, out);
        }
        return out;
    }

    /** When the event of a record was spooled. */
    static long spooledAt(byte[] bytes, int from, int length) {
        return new Input(bytes, from, length).getLong();
    }

    /**
     * The event of a record.
     *
     * @throws CorruptStoreException if it can't be read
     */
    static Spooled decode(long position, byte[] bytes, int from, int length) {
        Input in = new Input(bytes, from, length);
        long spooledAt = in.getLong();
        UUID id = new UUID(in.getLong(), in.getLong());
        long origin = in.getLong();
        int flags = in.getByte();
        String device = in.getText();
        String profile = in.getText();
        String source = in.getText();
        JsonText tags = (flags & TAGS) != 0 ? new JsonText(in.getText()) : null;
        JsonText extensions = (flags & EXTENSIONS) != 0 ? new JsonText(in.getText()) : null;
        int count = in.getSize();
        List<Reading> readings = new ArrayList<>(Math.min(count, in.remaining()));
        for (int i = 0; i < count; i++) {
            readings.add(reading(in, origin, device, profile, source));
        }
        return new Spooled(
                position, spooledAt, new Event(id, device, profile, source, origin, readings, tags, extensions));
    }

    private static void encode(Reading reading, Event event, Output out) {
        boolean ownOrigin = reading.origin() != event.origin();
        boolean ownDevice = !reading.deviceName().equals(event.deviceName());
        boolean ownProfile = !reading.profileName().equals(event.profileName());
        boolean ownResource = !reading.resourceName().equals(event.sourceName());
        out.putByte(objects(reading.tags(), reading.extensions())
                | (ownOrigin ? OWN_ORIGIN : 0)
                | (ownDevice ? OWN_DEVICE : 0)
                | (ownProfile ? OWN_PROFILE : 0)
                | (ownResource ? OWN_RESOURCE : 0));
        out.putByte(kind(reading.value()) << KIND_SHIFT | TYPE_NUMBERS.get(reading.valueType()));
        if (ownOrigin) {
            out.putZigzag(reading.origin() - event.origin());
        }
        if (ownDevice) {
            out.putText(reading.deviceName());
        }
        if (ownProfile) {
            out.putText(reading.profileName());
        }
        if (ownResource) {
            out.putText(reading.resourceName());
        }
        out.putText(reading.units());
        if (reading.value() instanceof ReadingValue.Text text) {
            out.putText(text.text());
        } else if (reading.value() instanceof ReadingValue.Json json) {
            out.putText(json.json().text());
        } else if (reading.value() instanceof ReadingValue.Binary binary) {
            out.putBytes(binary.bytes());
            out.putText(binary.mediaType());
        }
        putObjects(reading.tags(), reading.extensions(), out);
    }

    private static Reading reading(Input in, long eventOrigin, String device, String profile, String source) {
        int flags = in.getByte();
        int typeAndKind = in.getByte();
        if ((typeAndKind & TYPE) >= TYPES.size()) {
            throw new CorruptStoreException("a reading of an unknown type (" + (typeAndKind & TYPE)
                    + "); it was written by a newer version of the gateway");
        }
        long origin = (flags & OWN_ORIGIN) != 0 ? eventOrigin + in.getZigzag() : eventOrigin;
        String ownDevice = (flags & OWN_DEVICE) != 0 ? in.getText() : device;
        String ownProfile = (flags & OWN_PROFILE) != 0 ? in.getText() : profile;
        String resource = (flags & OWN_RESOURCE) != 0 ? in.getText() : source;
        String units = in.getText();
        ReadingValue value =
                switch (typeAndKind >> KIND_SHIFT) {
                    case TEXT -> new ReadingValue.Text(in.getText());
                    case BINARY -> new ReadingValue.Binary(in.getBytes(), in.getText());
                    case JSON -> new ReadingValue.Json(new JsonText(in.getText()));
                    default -> NO_VALUE;
                };
        JsonText tags = (flags & TAGS) != 0 ? new JsonText(in.getText()) : null;
        JsonText extensions = (flags & EXTENSIONS) != 0 ? new JsonText(in.getText()) : null;
        return new Reading(
                origin, ownDevice, ownProfile, resource, TYPES.get(typeAndKind & TYPE), units, value, tags, extensions);
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

    private static int objects(JsonText tags, JsonText extensions) {
        return (tags != null ? TAGS : 0) | (extensions != null ? EXTENSIONS : 0);
    }

    private static void putObjects(JsonText tags, JsonText extensions, Output out) {
        if (tags != null) {
            out.putText(tags.text());
        }
        if (extensions != null) {
            out.putText(extensions.text());
        }
    }

    /** Mostly enough: a record must not be copied again and again while it grows. */
    private static int expectedSize(Event event) {
        long sum = (long) EVENT_BYTES
                + event.deviceName().length()
                + event.profileName().length()
                + event.sourceName().length()
                + length(event.tags())
                + length(event.extensions());
        for (Reading reading : event.readings()) {
            sum += (long) READING_BYTES + length(reading.tags()) + length(reading.extensions());
            if (reading.value() instanceof ReadingValue.Text text) {
                sum += text.text().length();
            } else if (reading.value() instanceof ReadingValue.Json json) {
                sum += json.json().text().length();
            } else if (reading.value() instanceof ReadingValue.Binary binary) {
                sum += binary.bytes().length;
            }
        }
        return (int) Math.min(sum, MOST_EXPECTED);
    }

    private static int length(JsonText text) {
        return text == null ? 0 : text.text().length();
    }
}
