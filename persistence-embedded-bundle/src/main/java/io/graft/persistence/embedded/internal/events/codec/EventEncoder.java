package io.graft.persistence.embedded.internal.events.codec;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.log.codec.Output;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns events into records and collects the names that they are the first to use. Not thread-safe; each caller has its
 * own.
 */
public final class EventEncoder {

    /** What a record of one short reading takes. */
    private static final int RECORD = 96;

    private static final int MOST_EXPECTED = 64 << 20;

    private final Names names;
    private final List<Output> records = new ArrayList<>();
    private final Set<Name> unlogged = new LinkedHashSet<>();
    private int size;

    public EventEncoder(Names names) {
        this.names = names;
    }

    /** How many bytes are encoded so far. */
    public int size() {
        return size;
    }

    /**
     * Adds an event.
     *
     * @throws io.graft.api.persistence.StoreUnavailableException if there are too many names
     */
    public void add(Event event) {
        Output record = new Output(RECORD + sizeOfValues(event));
        encode(event, record);
        records.add(record);
        size += record.size();
    }

    /** About how much the values take: a large one must not be copied again and again while its record grows. */
    private static int sizeOfValues(Event event) {
        long sum = 0;
        for (Reading reading : event.readings()) {
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

    /** The events so far, with the names that are not known to be in the log. */
    public byte[] toBytes(int recordType) {
        Output out = new Output(size + 8 + 5 * records.size() + 48 * unlogged.size());
        out.putByte(recordType);
        out.putVarint(unlogged.size());
        for (Name name : unlogged) {
            names.write(name, out);
        }
        out.putVarint(records.size());
        for (Output record : records) {
            out.putVarint(record.size());
            out.append(record);
        }
        return out.toBytes();
    }

    private void encode(Event event, Output out) {
        Name.Stream stream = names.stream(event.deviceName(), event.profileName(), event.sourceName());
        note(stream.device());
        note(stream);
        out.putLong(event.id().getMostSignificantBits());
        out.putLong(event.id().getLeastSignificantBits());
        out.putLong(event.origin());
        int size = event.readings().size();
        out.putByte(objects(event.tags(), event.extensions()) | (size == 1 ? Layout.SINGLE : 0));
        out.putVarint(stream.id());
        putObjects(event.tags(), event.extensions(), out);
        if (size != 1) {
            out.putVarint(size);
        }
        for (Reading reading : event.readings()) {
            encode(reading, event.origin(), out);
        }
    }

    private void encode(Reading reading, long eventOrigin, Output out) {
        Name.Series series = names.series(
                reading.deviceName(),
                reading.profileName(),
                reading.resourceName(),
                reading.valueType(),
                reading.units());
        note(series.device());
        note(series.resource());
        note(series);
        out.putVarint(series.id());
        boolean ownOrigin = reading.origin() != eventOrigin;
        out.putByte(objects(reading.tags(), reading.extensions())
                | (ownOrigin ? Layout.OWN_ORIGIN : 0)
                | kind(reading.value()) << Layout.KIND_SHIFT);
        if (ownOrigin) {
            out.putZigzag(reading.origin() - eventOrigin);
        }
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

    private void note(Name name) {
        if (!name.logged()) {
            unlogged.add(name);
        }
    }

    private static int kind(ReadingValue value) {
        if (value instanceof ReadingValue.Text) {
            return Layout.TEXT;
        }
        if (value instanceof ReadingValue.Binary) {
            return Layout.BINARY;
        }
        return value instanceof ReadingValue.Json ? Layout.JSON : Layout.NULL;
    }

    private static int objects(JsonText tags, JsonText extensions) {
        return (tags != null ? Layout.TAGS : 0) | (extensions != null ? Layout.EXTENSIONS : 0);
    }

    private static void putObjects(JsonText tags, JsonText extensions, Output out) {
        if (tags != null) {
            out.putText(tags.text());
        }
        if (extensions != null) {
            out.putText(extensions.text());
        }
    }
}
