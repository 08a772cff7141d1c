package io.graft.persistence.mongo.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"e\\n\\\"\"}}",
                "[9223372036854775807,-9223372036854775808,21.5,-0.0,1.0,1.5e-10]",
                "{\"\":\"ä\u0001\"}"
            })
    void compactJsonBecomesADocument(String json) {
        // control characters are escaped in JSON
        String text = json.replace("\u0001", "\\u0001");
        assertThat(stored(text).getBsonType()).isIn(BsonType.DOCUMENT, BsonType.ARRAY);
        assertThat(readBack(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"a\": 1 }",
                "[1e2]",
                "[10e400]",
                "[-0]",
                "[18446744073709551616]",
                "[21.50]",
                "{\"a\":1,\"a\":2}",
                "{\"$x\":1}",
                "{\"a.b\":1}",
                "[\"\\/\"]",
                "[\"\\u00e4\"]",
                "[1",
                "{\"a\"}",
                "[0.1234567890123456789]"
            })
    void whatWouldComeBackInAnotherWayStaysText(String json) {
        assertThat(stored(json).getBsonType()).isEqualTo(BsonType.STRING);
        assertThat(readBack(json)).isEqualTo(json);
    }

    @Test
    void nestingThatIsTooDeepStaysText() {
        String json = "[".repeat(200) + "]".repeat(200);
        assertThat(stored(json).getBsonType()).isEqualTo(BsonType.STRING);
        assertThat(readBack(json)).isEqualTo(json);
    }

    @Test
    void everyTextComesBackByteForByte() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "{}[]\",:0123456789.eE+-\\utfalsn \n$ä";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"a\":" : "[");
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(text.charAt(0) == '{' ? '}' : ']');
            assertThat(readBack(text.toString())).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    @Test
    void decimalsOfUpToFifteenDigitsAreSpelledAsEdgeXDoes() {
        assertThat(Decimals.exponential(21.5)).isEqualTo("2.15e+01");
        assertThat(Decimals.exponential(-1e-7)).isEqualTo("-1e-07");
        assertThat(Decimals.exponential(1e100)).isEqualTo("1e+100");
        assertThat(Decimals.exponential(0)).isEqualTo("0e+00");
        assertThat(Decimals.exponential(Double.NaN)).isEqualTo("NaN");
        assertThat(Decimals.plain(2.0E-3)).isEqualTo("0.002");
    }

    private static org.bson.BsonValue stored(String json) {
        BsonDocument document = new BsonDocument();
        BsonDocumentWriter writer = new BsonDocumentWriter(document);
        writer.writeStartDocument();
        FreeJson.write(writer, "json", json);
        writer.writeEndDocument();
        return document.get("json");
    }

    private static String readBack(String json) {
        BsonDocumentReader reader = new BsonDocumentReader(new BsonDocument("json", stored(json)));
        reader.readStartDocument();
        reader.readName("json");
        return FreeJson.read(reader);
    }
}
