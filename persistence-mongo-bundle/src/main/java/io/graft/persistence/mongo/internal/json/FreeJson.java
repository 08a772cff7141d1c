package io.graft.persistence.mongo.internal.json;

import io.graft.api.model.JsonText;
import java.util.Optional;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/**
 * Free JSON as a field of a document: a sub-document or an array where that gives back the same text, so that it can be
 * searched, else the text.
 */
public final class FreeJson {

    private static final BsonValueCodec CODEC = new BsonValueCodec();
    private static final EncoderContext ENCODING = EncoderContext.builder().build();
    private static final DecoderContext DECODING = DecoderContext.builder().build();

    private FreeJson() {}

    /** Writes a field. */
    public static void write(BsonWriter writer, String field, String json) {
        Optional<BsonValue> value =
                json.startsWith("{") || json.startsWith("[") ? JsonToBson.read(json) : Optional.empty();
        writer.writeName(field);
        if (value.isPresent()) {
            CODEC.encode(writer, value.get(), ENCODING);
        } else {
            writer.writeString(json);
        }
    }

    /** Writes a field, unless there is nothing to write. */
    public static void write(BsonWriter writer, String field, JsonText json) {
        if (json != null) {
            write(writer, field, json.text());
        }
    }

    /** Reads the value of a field. */
    public static String read(BsonReader reader) {
        return reader.getCurrentBsonType() == BsonType.STRING
                ? reader.readString()
                : BsonToJson.write(CODEC.decode(reader, DECODING));
    }
}
