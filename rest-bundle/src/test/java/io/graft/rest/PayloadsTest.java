package io.graft.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadsTest {

    private final Payloads payloads = new Payloads();

    @Test
    void readsWhatLiesBetweenOtherBytes() throws IOException {
        byte[] json = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
        byte[] around = new byte[json.length + 7];
        around[0] = (byte) 0xFF;
        System.arraycopy(json, 0, around, 1, json.length);
        around[json.length + 1] = '\\';
        around[json.length + 2] = (byte) 0xFF;

        try (JsonParser parser = payloads.parser(around, 1, json.length, false)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(parser.nextFieldName()).isEqualTo("a");
            assertThat(parser.nextTextValue()).isEqualTo("ü");
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void readsCbor() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(1);
        try (JsonGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeNumber(7);
        }
        byte[] all = bytes.toByteArray();

        try (JsonParser parser = payloads.parser(all, 1, all.length - 1, true)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
            assertThat(parser.getIntValue()).isEqualTo(7);
        }
    }

    @Test
    void namesTheFirstByteThatIsNoUtf8CountedFromTheBeginningOfThePart() {
        byte[] bytes = {' ', ' ', '"', (byte) 0xC3, '"'};

        assertThatThrownBy(() -> payloads.parser(bytes, 2, 3, false))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("at byte 1");
        assertThatThrownBy(() -> payloads.parser(bytes, 2, 2, false))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("a character cut short at byte 1");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        try (JsonParser parser = new JsonFactory().createParser("{\"a\" 1}")) {
            parser.nextToken();
            assertThatThrownBy(parser::nextToken)
                    .isInstanceOfSatisfying(
                            JsonProcessingException.class,
                            failure -> assertThat(Payloads.explain(failure)).startsWith("malformed body: "));
        }
    }
}
