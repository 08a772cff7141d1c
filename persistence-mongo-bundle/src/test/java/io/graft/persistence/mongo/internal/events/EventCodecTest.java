package io.graft.persistence.mongo.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    private static final String[] SPELLINGS = {
        "0",
        "-0",
        "+5",
        "007",
        "12",
        "-128",
        "18446744073709551615",
        "9223372036854775808",
        "2147483648",
        "1.5",
        "1.500000e+00",
        "1.5e+00",
        "-0e+00",
        "NaN",
        "+Inf",
        "-Inf",
        "1e400",
        "",
        " 1",
        "1_0",
        "true",
        "TRUE",
        "x",
        "[1, 2, 3]",
        "[1,2,3]",
        "[]",
        "[ ]",
        "[true, false]",
        "[18446744073709551615]",
        "[-1, 007]",
        "[1.5, 2]",
        "[,]",
        "1234567890123456789012345678901234567890",
        "0x1p3",
        "1d",
        "1f"
    };

    private final EventCodec codec = new EventCodec();

    @Test
    void everySpellingOfEveryTypeComesBackByteForByte() {
        for (ValueType type : ValueType.values()) {
            for (String text : SPELLINGS) {
                Event event = event(type, new ReadingValue.Text(text));
                assertThat(decoded(encoded(event))).as("%s '%s'", type, text).isEqualTo(event);
            }
            Event none = event(type, new ReadingValue.Null());
            assertThat(decoded(encoded(none))).isEqualTo(none);
        }
    }

    @Test
    void randomNumbersComeBackByteForByte() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double number = random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian();
            for (String text : List.of(Double.toString(number), String.format("%e", number), "" + (float) number)) {
                Event event = event(ValueType.FLOAT64, new ReadingValue.Text(text));
                assertThat(decoded(encoded(event))).as("seed %d", seed).isEqualTo(event);
            }
        }
    }

    @Test
    void valuesHaveMongosOwnTypes() {
        assertThat(value(ValueType.INT8, "-5").getBsonType()).isEqualTo(BsonType.INT32);
        assertThat(value(ValueType.INT64, "9007199254740993").getBsonType()).isEqualTo(BsonType.INT64);
        assertThat(value(ValueType.UINT64, "18446744073709551615").getBsonType())
                .isEqualTo(BsonType.DECIMAL128);
        assertThat(value(ValueType.FLOAT32, "2.15e+01").asDouble().getValue()).isEqualTo(21.5);
        assertThat(value(ValueType.FLOAT32, "21.50").asDouble().getValue()).isEqualTo(21.5);
        assertThat(value(ValueType.BOOL, "true").getBsonType()).isEqualTo(BsonType.BOOLEAN);
        assertThat(value(ValueType.INT32_ARRAY, "[1, 2, 3]").asArray()).hasSize(3);
        assertThat(value(ValueType.STRING, "12").getBsonType()).isEqualTo(BsonType.STRING);
    }

    private BsonValue value(ValueType type, String text) {
        return encoded(event(type, new ReadingValue.Text(text)))
                .getArray(EventCodec.READINGS)
                .get(0)
                .asDocument()
                .get(Values.VALUE);
    }

    private static Event event(ValueType type, ReadingValue value) {
        Reading reading = new Reading(7, "d", "", "r", type, "", value, null, new JsonText("{\"x\":1}"));
        return new Event(new UUID(-1, 1), "d", "p", "", 5, List.of(reading), new JsonText("{ }"), null);
    }

    private BsonDocument encoded(Event event) {
        BsonDocument document = new BsonDocument();
        codec.encode(
                new BsonDocumentWriter(document),
                new StoredEvent(event, new ObjectId(), 0),
                EncoderContext.builder().build());
        return document;
    }

    private Event decoded(BsonDocument document) {
        return codec.decode(
                        new BsonDocumentReader(document),
                        DecoderContext.builder().build())
                .event();
    }
}
