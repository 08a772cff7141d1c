package io.graft.persistence.mongo.internal.events;

import java.util.UUID;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;

/** A reading as the server gives it, with its event. */
record ReadingRow(UUID event, ObjectId stored, EventCodec.Found found) {

    /** Reads rows; nobody writes them. */
    static final class RowCodec implements Codec<ReadingRow> {

        @Override
        public Class<ReadingRow> getEncoderClass() {
            return ReadingRow.class;
        }

        @Override
        public void encode(BsonWriter writer, ReadingRow row, EncoderContext context) {
            throw new UnsupportedOperationException("rows are read only");
        }

        @Override
        public ReadingRow decode(BsonReader reader, DecoderContext context) {
            UUID event = null;
            ObjectId stored = null;
            EventCodec.Found found = null;
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case EventCodec.ID -> event = reader.readBinaryData().asUuid(UuidRepresentation.STANDARD);
                    case EventCodec.STORED -> stored = reader.readObjectId();
                    case EventCodec.READINGS -> found = EventCodec.readReading(reader);
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            return new ReadingRow(event, stored, found);
        }
    }
}
