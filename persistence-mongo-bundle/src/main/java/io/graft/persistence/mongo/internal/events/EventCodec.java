package io.graft.persistence.mongo.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ValueType;
import io.graft.persistence.mongo.internal.json.FreeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;

/** Events as documents that a person can read. Fields that are empty are left out. Safe for use by many threads. */
final class EventCodec implements Codec<StoredEvent> {

    static final String ID = "_id";
    static final String DEVICE = "device";
    static final String SOURCE = "source";
    static final String ORIGIN = "origin";
    static final String STORED = "stored";
    static final String PARTS = "parts";
    static final String READINGS = "readings";
    static final String RESOURCE = "resource";
    static final String POSITION = "position";
    private static final String PROFILE = "profile";
    private static final String TYPE = "type";
    private static final String UNITS = "units";
    private static final String TAGS = "tags";
    private static final String EXTENSIONS = "extensions";

    @Override
    public Class<StoredEvent> getEncoderClass() {
        return StoredEvent.class;
    }

    @Override
    public void encode(BsonWriter writer, StoredEvent stored, EncoderContext context) {
        Event event = stored.event();
        writer.writeStartDocument();
        writer.writeBinaryData(ID, new BsonBinary(event.id(), UuidRepresentation.STANDARD));
        writer.writeString(DEVICE, event.deviceName());
        writeUnlessEmpty(writer, PROFILE, event.profileName());
        writer.writeString(SOURCE, event.sourceName());
        writer.writeInt64(ORIGIN, event.origin());
        writer.writeObjectId(STORED, stored.stored());
        if (stored.parts() > 0) {
            writer.writeInt32(PARTS, stored.parts());
        }
        writer.writeStartArray(READINGS);
        int position = 0;
        for (Reading reading : event.readings()) {
            if (stored.parts() > 0) {
                writePlace(writer, reading, position++);
            } else {
                write(writer, reading);
            }
        }
        writer.writeEndArray();
        if (stored.parts() == 0) {
            FreeJson.write(writer, TAGS, event.tags());
            FreeJson.write(writer, EXTENSIONS, event.extensions());
        }
        writer.writeEndDocument();
    }

    private static void write(BsonWriter writer, Reading reading) {
        writer.writeStartDocument();
        writer.writeInt64(ORIGIN, reading.origin());
        writer.writeString(DEVICE, reading.deviceName());
        writeUnlessEmpty(writer, PROFILE, reading.profileName());
        writer.writeString(RESOURCE, reading.resourceName());
        writer.writeString(TYPE, reading.valueType().edgexName());
        writeUnlessEmpty(writer, UNITS, reading.units());
        Values.write(writer, reading.valueType(), reading.value());
        FreeJson.write(writer, TAGS, reading.tags());
        FreeJson.write(writer, EXTENSIONS, reading.extensions());
        writer.writeEndDocument();
    }

    /** What a reading of an event in parts is found by. */
    private static void writePlace(BsonWriter writer, Reading reading, int position) {
        writer.writeStartDocument();
        writer.writeInt64(ORIGIN, reading.origin());
        writer.writeString(DEVICE, reading.deviceName());
        writer.writeString(RESOURCE, reading.resourceName());
        writer.writeInt32(POSITION, position);
        writer.writeEndDocument();
    }

    private static void writeUnlessEmpty(BsonWriter writer, String field, String text) {
        if (!text.isEmpty()) {
            writer.writeString(field, text);
        }
    }

    @Override
    public StoredEvent decode(BsonReader reader, DecoderContext context) {
        UUID id = null;
        String device = "";
        String profile = "";
        String source = "";
        long origin = 0;
        ObjectId stored = null;
        int parts = 0;
        List<Reading> readings = new ArrayList<>();
        JsonText tags = null;
        JsonText extensions = null;
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            switch (reader.readName()) {
                case ID -> id = reader.readBinaryData().asUuid(UuidRepresentation.STANDARD);
                case DEVICE -> device = reader.readString();
                case PROFILE -> profile = reader.readString();
                case SOURCE -> source = reader.readString();
                case ORIGIN -> origin = reader.readInt64();
                case STORED -> stored = reader.readObjectId();
                case PARTS -> parts = reader.readInt32();
                case READINGS -> {
                    reader.readStartArray();
                    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                        readings.add(readReading(reader).reading());
                    }
                    reader.readEndArray();
                }
                case TAGS -> tags = new JsonText(FreeJson.read(reader));
                case EXTENSIONS -> extensions = new JsonText(FreeJson.read(reader));
                default -> reader.skipValue();
            }
        }
        reader.readEndDocument();
        return new StoredEvent(
                new Event(id, device, profile, source, origin, readings, tags, extensions), stored, parts);
    }

    /**
     * A reading, or where to find it.
     *
     * @param position where it stands in its event, if only that is here; else -1
     */
    record Found(Reading reading, int position) {}

    static Found readReading(BsonReader reader) {
        long origin = 0;
        String device = "";
        String profile = "";
        String resource = "";
        ValueType type = ValueType.STRING;
        String units = "";
        JsonText tags = null;
        JsonText extensions = null;
        int position = -1;
        Values.Parts value = new Values.Parts();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String field = reader.readName();
            switch (field) {
                case ORIGIN -> origin = reader.readInt64();
                case DEVICE -> device = reader.readString();
                case PROFILE -> profile = reader.readString();
                case RESOURCE -> resource = reader.readString();
                case TYPE -> type = ValueType.of(reader.readString()).orElse(ValueType.STRING);
                case UNITS -> units = reader.readString();
                case TAGS -> tags = new JsonText(FreeJson.read(reader));
                case EXTENSIONS -> extensions = new JsonText(FreeJson.read(reader));
                case POSITION -> position = reader.readInt32();
                default -> {
                    if (!value.read(reader, field)) {
                        reader.skipValue();
                    }
                }
            }
        }
        reader.readEndDocument();
        return new Found(
                new Reading(origin, device, profile, resource, type, units, value.toValue(type), tags, extensions),
                position);
    }
}
