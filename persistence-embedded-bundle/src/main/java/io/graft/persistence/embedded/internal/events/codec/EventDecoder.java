package io.graft.persistence.embedded.internal.events.codec;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.log.codec.Input;
import io.graft.persistence.embedded.internal.events.codec.Name.Series;
import io.graft.persistence.embedded.internal.events.codec.Name.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Turns records back into events and readings. Safe for any thread. */
public final class EventDecoder {

    private static final ReadingValue NO_VALUE = new ReadingValue.Null();
    /** What a page's bound counts for a record beyond its content. */
    private static final long FIXED_SIZE = 48;

    private final Names names;

    public EventDecoder(Names names) {
        this.names = names;
    }

    /** The event of a record. */
    public Event event(byte[] record) {
        Input in = new Input(record, 0, record.length);
        UUID id = new UUID(in.getLong(), in.getLong());
        long origin = in.getLong();
        int flags = in.getByte();
        Stream stream = names.stream(in.getSize());
        JsonText tags = (flags & Layout.TAGS) != 0 ? new JsonText(in.getText()) : null;
        JsonText extensions = (flags & Layout.EXTENSIONS) != 0 ? new JsonText(in.getText()) : null;
        List<Reading> readings;
        if ((flags & Layout.SINGLE) != 0) {
            readings = List.of(reading(in, origin));
        } else {
            int count = in.getSize();
            readings = new ArrayList<>(Math.min(count, in.remaining()));
            for (int i = 0; i < count; i++) {
                readings.add(reading(in, origin));
            }
        }
        return new Event(
                id, stream.device().text(), stream.profile(), stream.source(), origin, readings, tags, extensions);
    }

    /** One reading of a record, the first being number 0. */
    public Reading reading(byte[] record, int index) {
        Input in = new Input(record, 0, record.length);
        long origin = seek(in, index);
        return reading(in, origin);
    }

    /** How large the event of a record is, its names included: at least as large as the record. */
    public long size(byte[] record) {
        Input in = new Input(record, 0, record.length);
        in.skip(24);
        int flags = in.getByte();
        long size = FIXED_SIZE + record.length + names.stream(in.getSize()).textBytes();
        Layout.skipObjects(in, flags);
        int count = (flags & Layout.SINGLE) != 0 ? 1 : in.getSize();
        for (int i = 0; i < count; i++) {
            size += skipReading(in).textBytes();
        }
        return size;
    }

    /** How large one reading of a record is, its names included. */
    public long size(byte[] record, int index) {
        Input in = new Input(record, 0, record.length);
        seek(in, index);
        int start = in.position();
        Series series = skipReading(in);
        return FIXED_SIZE + (in.position() - start) + series.textBytes();
    }

    /** What one reading says for an aggregate: its series and its text, or null where it has none. */
    public Sample sample(byte[] record, int index) {
        Input in = new Input(record, 0, record.length);
        seek(in, index);
        Series series = names.series(in.getSize());
        int flags = in.getByte();
        if ((flags & Layout.OWN_ORIGIN) != 0) {
            in.getZigzag();
        }
        int kind = flags >> Layout.KIND_SHIFT;
        return new Sample(series, kind != Layout.NULL, kind == Layout.TEXT ? in.getText() : null);
    }

    /**
     * A reading as aggregates see it.
     *
     * @param hasValue whether it has one
     * @param text the value, null if it is none that has a text
     */
    public record Sample(Series series, boolean hasValue, String text) {}

    private long seek(Input in, int index) {
        in.skip(16);
        long origin = in.getLong();
        int flags = in.getByte();
        in.getVarint();
        Layout.skipObjects(in, flags);
        if ((flags & Layout.SINGLE) == 0) {
            in.getSize();
        }
        for (int i = 0; i < index; i++) {
            skipReading(in);
        }
        return origin;
    }

    private Series skipReading(Input in) {
        Series series = names.series(in.getSize());
        int flags = in.getByte();
        if ((flags & Layout.OWN_ORIGIN) != 0) {
            in.getZigzag();
        }
        Layout.skipValue(in, flags);
        Layout.skipObjects(in, flags);
        return series;
    }

    private Reading reading(Input in, long eventOrigin) {
        Series series = names.series(in.getSize());
        int flags = in.getByte();
        long origin = (flags & Layout.OWN_ORIGIN) != 0 ? eventOrigin + in.getZigzag() : eventOrigin;
        ReadingValue value =
                switch (flags >> Layout.KIND_SHIFT) {
                    case Layout.TEXT -> new ReadingValue.Text(in.getText());
                    case Layout.BINARY -> new ReadingValue.Binary(in.getBytes(), in.getText());
                    case Layout.JSON -> new ReadingValue.Json(new JsonText(in.getText()));
                    default -> NO_VALUE;
                };
        JsonText tags = (flags & Layout.TAGS) != 0 ? new JsonText(in.getText()) : null;
        JsonText extensions = (flags & Layout.EXTENSIONS) != 0 ? new JsonText(in.getText()) : null;
        return new Reading(
                origin,
                series.device().text(),
                series.profile(),
                series.resource().text(),
                series.type(),
                series.units(),
                value,
                tags,
                extensions);
    }
}
