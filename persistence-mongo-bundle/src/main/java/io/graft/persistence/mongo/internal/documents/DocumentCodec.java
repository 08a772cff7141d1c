package io.graft.persistence.mongo.internal.documents;

import io.graft.api.persistence.Document;
import io.graft.persistence.mongo.internal.json.FreeJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;

/** Documents with what finds them beside their body. Safe for use by many threads. */
final class DocumentCodec implements Codec<DocumentCodec.Stored> {

    /**
     * A document as it is in the database.
     *
     * @param unique its unique fields
     * @param stored names the call that stored it
     */
    record Stored(Document document, Set<String> unique, ObjectId stored) {}

    @Override
    public Class<Stored> getEncoderClass() {
        return Stored.class;
    }

    @Override
    public void encode(BsonWriter writer, Stored stored, EncoderContext context) {
        Document document = stored.document();
        writer.writeStartDocument();
        writer.writeString(Fields.ID, document.id());
        writer.writeInt64(Fields.REVISION, document.revision());
        writer.writeObjectId(Fields.STORED, stored.stored());
        writer.writeStartDocument(Fields.UNIQUE);
        document.texts().forEach((field, values) -> {
            if (stored.unique().contains(field)) {
                writer.writeString(Fields.escaped(field), values.get(0));
            }
        });
        writer.writeEndDocument();
        writer.writeStartDocument(Fields.TEXTS);
        document.texts().forEach((field, values) -> {
            if (!stored.unique().contains(field)) {
                writer.writeStartArray(Fields.escaped(field));
                values.forEach(writer::writeString);
                writer.writeEndArray();
            }
        });
        writer.writeEndDocument();
        writer.writeStartDocument(Fields.NUMBERS);
        document.numbers().forEach((field, value) -> writer.writeInt64(Fields.escaped(field), value));
        writer.writeEndDocument();
        FreeJson.write(writer, Fields.BODY, document.body());
        writer.writeEndDocument();
    }

    @Override
    public Stored decode(BsonReader reader, DecoderContext context) {
        String id = "";
        long revision = 0;
        Map<String, List<String>> texts = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        String body = "";
        ObjectId stored = null;
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            switch (reader.readName()) {
                case Fields.ID -> id = reader.readString();
                case Fields.REVISION -> revision = reader.readInt64();
                case Fields.STORED -> stored = reader.readObjectId();
                case Fields.UNIQUE -> fields(reader, field -> texts.put(field, List.of(reader.readString())));
                case Fields.TEXTS -> fields(reader, field -> texts.put(field, strings(reader)));
                case Fields.NUMBERS -> fields(reader, field -> numbers.put(field, reader.readInt64()));
                case Fields.BODY -> body = FreeJson.read(reader);
                default -> reader.skipValue();
            }
        }
        reader.readEndDocument();
        return new Stored(new Document(id, revision, texts, numbers, body), Set.of(), stored);
    }

    private static void fields(BsonReader reader, java.util.function.Consumer<String> value) {
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            value.accept(Fields.unescaped(reader.readName()));
        }
        reader.readEndDocument();
    }

    private static List<String> strings(BsonReader reader) {
        List<String> strings = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            strings.add(reader.readString());
        }
        reader.readEndArray();
        return strings;
    }
}
