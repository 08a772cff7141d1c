package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.rest.Response;
import java.io.IOException;
import java.util.List;

/** Writes events and readings as EdgeX 4 answers them: empty fields left out, readings without an id. */
final class EventWriter {

    private static final SerializedString API_VERSION = new SerializedString("apiVersion");
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString DEVICE_NAME = new SerializedString("deviceName");
    private static final SerializedString PROFILE_NAME = new SerializedString("profileName");
    private static final SerializedString SOURCE_NAME = new SerializedString("sourceName");
    private static final SerializedString RESOURCE_NAME = new SerializedString("resourceName");
    private static final SerializedString ORIGIN = new SerializedString("origin");
    private static final SerializedString READINGS = new SerializedString("readings");
    private static final SerializedString TAGS = new SerializedString("tags");
    private static final SerializedString VALUE_TYPE = new SerializedString("valueType");
    private static final SerializedString UNITS = new SerializedString("units");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final SerializedString BINARY_VALUE = new SerializedString("binaryValue");
    private static final SerializedString MEDIA_TYPE = new SerializedString("mediaType");
    private static final SerializedString OBJECT_VALUE = new SerializedString("objectValue");

    private final boolean numeric;

    /** Writes numbers, and arrays of numbers and Booleans, as such if {@code numeric}, else as strings. */
    EventWriter(boolean numeric) {
        this.numeric = numeric;
    }

    void writeEvents(JsonGenerator out, List<Event> events) throws IOException {
        out.writeStartArray();
        for (Event event : events) {
            write(out, event);
        }
        out.writeEndArray();
    }

    void writeReadings(JsonGenerator out, List<Reading> readings) throws IOException {
        out.writeStartArray();
        for (Reading reading : readings) {
            write(out, reading);
        }
        out.writeEndArray();
    }

    void write(JsonGenerator out, Event event) throws IOException {
        out.writeStartObject();
        field(out, API_VERSION, Response.API_VERSION);
        field(out, ID, event.id().toString());
        field(out, DEVICE_NAME, event.deviceName());
        field(out, PROFILE_NAME, event.profileName());
        field(out, SOURCE_NAME, event.sourceName());
        out.writeFieldName(ORIGIN);
        out.writeNumber(event.origin());
        out.writeFieldName(READINGS);
        writeReadings(out, event.readings());
        tags(out, event.tags());
        members(out, event.extensions());
        out.writeEndObject();
    }

    private void write(JsonGenerator out, Reading reading) throws IOException {
        out.writeStartObject();
        out.writeFieldName(ORIGIN);
        out.writeNumber(reading.origin());
        field(out, DEVICE_NAME, reading.deviceName());
        field(out, RESOURCE_NAME, reading.resourceName());
        field(out, PROFILE_NAME, reading.profileName());
        field(out, VALUE_TYPE, reading.valueType().edgexName());
        field(out, UNITS, reading.units());
        tags(out, reading.tags());
        value(out, reading.valueType(), reading.value());
        members(out, reading.extensions());
        out.writeEndObject();
    }

    private void value(JsonGenerator out, ValueType type, ReadingValue value) throws IOException {
        if (value instanceof ReadingValue.Text text) {
            out.writeFieldName(VALUE);
            if (!numeric || !NumericText.write(out, type, text.text())) {
                out.writeString(text.text());
            }
        } else if (value instanceof ReadingValue.Binary binary) {
            out.writeFieldName(BINARY_VALUE);
            out.writeBinary(binary.bytes());
            field(out, MEDIA_TYPE, binary.mediaType());
        } else if (value instanceof ReadingValue.Json object) {
            out.writeFieldName(OBJECT_VALUE);
            out.writeRawValue(object.json().text());
        } else {
            out.writeFieldName(VALUE);
            out.writeNull();
            out.writeFieldName(BINARY_VALUE);
            out.writeNull();
            out.writeFieldName(OBJECT_VALUE);
            out.writeNull();
        }
    }

    private static void field(JsonGenerator out, SerializedString name, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeFieldName(name);
            out.writeString(value);
        }
    }

    private static void tags(JsonGenerator out, JsonText tags) throws IOException {
        if (tags != null) {
            out.writeFieldName(TAGS);
            out.writeRawValue(tags.text());
        }
    }

    /** Adds the members of an object to the one being written, which has some already. */
    private static void members(JsonGenerator out, JsonText object) throws IOException {
        if (object != null) {
            String text = object.text();
            out.writeRaw(',');
            out.writeRaw(text, 1, text.length() - 2);
        }
    }
}
