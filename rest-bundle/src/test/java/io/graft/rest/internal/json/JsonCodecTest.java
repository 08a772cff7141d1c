package io.graft.rest.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.rest.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonCodecTest {

    record Inner(String name, Long count, Boolean on, Double ratio, int plain) {}

    record Outer(String apiVersion, Inner inner, List<Inner> list, Map<String, Object> any, List<String> labels) {}

    private final JsonCodec codec = new JsonCodec();

    @Test
    void bindsKeysInAnyCaseAndIgnoresUnknownOnes() throws IOException {
        Outer outer = bind("{\"APIVERSION\":\"v3\",\"unknown\":{\"a\":[1]},\"Inner\":{\"NAME\":\"x\",\"count\":3}}");
        assertThat(outer.apiVersion()).isEqualTo("v3");
        assertThat(outer.inner()).isEqualTo(new Inner("x", 3L, null, null, 0));
    }

    @Test
    void takesTheLastOfEqualKeys() throws IOException {
        assertThat(bind("{\"apiVersion\":\"a\",\"apiVersion\":\"b\"}").apiVersion())
                .isEqualTo("b");
        assertThat(codec.bind(utf8("{\"a\":\"1\",\"A\":\"2\",\"a\":\"3\"}"), false, Single.class))
                .isEqualTo(new Single("3"));
        assertThat(codec.bind(utf8("{\"a\":\"1\",\"b\":\"1\",\"a\":\"3\",\"b\":\"4\"}"), false, Pair.class))
                .isEqualTo(new Pair("3", "4"));
    }

    record Single(String a) {}

    record Pair(String a, String b) {}

    @Test
    void takesNullAsAbsent() throws IOException {
        Outer outer = bind("{\"apiVersion\":null,\"inner\":{\"count\":null,\"plain\":null},\"list\":null}");
        assertThat(outer.apiVersion()).isNull();
        assertThat(outer.inner()).isEqualTo(new Inner(null, null, null, null, 0));
    }

    @Test
    void turnsNoValueIntoAnotherType() {
        assertThat(refusal("{\"apiVersion\":3}")).isEqualTo("field 'apiVersion' is the number 3, expected a string");
        assertThat(refusal("{\"apiVersion\":true}")).isEqualTo("field 'apiVersion' is true, expected a string");
        assertThat(refusal("{\"apiVersion\":{}}")).contains("field 'apiVersion' is an object, expected a string");
        assertThat(refusal("{\"inner\":{\"count\":\"3\"}}"))
                .isEqualTo("field 'inner.count' is the string '3', expected an integer");
        assertThat(refusal("{\"inner\":{\"count\":3.5}}"))
                .isEqualTo("field 'inner.count' is the number 3.5, expected an integer");
        assertThat(refusal("{\"inner\":{\"plain\":\"\"}}"))
                .isEqualTo("field 'inner.plain' is the string '', expected an integer");
        assertThat(refusal("{\"inner\":{\"on\":1}}"))
                .isEqualTo("field 'inner.on' is the number 1, expected true or false");
        assertThat(refusal("{\"inner\":{\"on\":\"true\"}}"))
                .isEqualTo("field 'inner.on' is the string 'true', expected true or false");
        assertThat(refusal("{\"inner\":{\"ratio\":\"1\"}}"))
                .isEqualTo("field 'inner.ratio' is the string '1', expected a number");
        assertThat(refusal("{\"inner\":[]}")).isEqualTo("field 'inner' is an array, expected an object");
        assertThat(refusal("{\"inner\":\"\"}")).isEqualTo("field 'inner' is the string '', expected an object");
        assertThat(refusal("{\"list\":{}}")).isEqualTo("field 'list' is an object, expected an array");
        assertThat(refusal("{\"list\":[{},{\"name\":[]}]}"))
                .contains("field 'list[1].name'")
                .contains("expected a string");
        assertThat(refusal("{\"labels\":[\"a\",1]}")).isEqualTo("field 'labels[1]' is the number 1, expected a string");
        assertThat(refusal("[]")).isEqualTo("the body is an array, expected an object");
        assertThat(refusal("\"text\"")).isEqualTo("the body is the string 'text', expected an object");
        assertThat(refusal("null")).isEqualTo("the body is null, expected an object");
    }

    @Test
    void refusesWhatIsNoJson() {
        for (String body : new String[] {
            "{",
            "{]",
            "{\"a\"}",
            "{'a':1}",
            "{\"a\":1,}",
            "{\"a\":01}",
            "{\"a\":NaN}",
            "{\"a\":1} x",
            "{} {}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\\x\"}",
            "// c\n{}",
            "{\"inner\":{\"count\":99999999999999999999}}",
            "{\"a\":tru}",
            " ",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\\ud800\"}",
            "{\"a\":\"\\ud800\\u0041\"}"
        }) {
            assertThat(refusal(body)).as(body).isNotBlank();
        }
        assertThat(refusal("{\"inner\":{\"count\":99999999999999999999}}")).contains("inner.count");
        assertThat(refusal("")).isEqualTo("the request has no body");
        assertThat(refusal("\ufeff{}")).contains("byte order mark");
        assertThat(refusal("{} {}")).contains("more follows");
    }

    @Test
    void refusesWhatIsNoUtf8() {
        for (byte[] bad : new byte[][] {
            {(byte) 0xFF},
            {(byte) 0xC0, (byte) 0xAF},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE0, (byte) 0x80, (byte) 0xAF},
            {0}
        }) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(utf8("{\"apiVersion\":\""));
            body.writeBytes(bad);
            body.writeBytes(utf8("\"}"));
            assertThat(refusal(body.toByteArray(), false)).startsWith("malformed JSON: ");
        }
        assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16BE), false)).contains("malformed JSON");
        assertThat(refusal("{}".getBytes(StandardCharsets.UTF_16), false)).contains("malformed JSON");
    }

    @Test
    void takesEveryCharacterOfUnicode() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int point = 0x20; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 97) {
            if ((point < 0xD800 || point > 0xDFFF) && point != '"' && point != '\\') {
                text.appendCodePoint(point);
            }
        }
        assertThat(bind("{\"apiVersion\":\"" + text + "\\ud83d\\ude00\"}").apiVersion())
                .isEqualTo(text + "\ud83d\ude00");
    }

    @Test
    void limitsDepthNumbersAndNames() {
        assertThat(refusal("{\"any\":{\"a\":" + "[".repeat(10_000))).contains("nested 256 deep");
        assertThat(refusal("{\"any\":{\"a\":" + "9".repeat(100_000) + "}}")).contains("numbers of 1000 digits");
        assertThat(refusal("{\"" + "n".repeat(100_000) + "\":1}")).contains("names of 16384 characters");
    }

    @Test
    void bindsCbor() throws IOException {
        byte[] cbor = new ObjectMapper(new CBORFactory())
                .writeValueAsBytes(Map.of("APIVersion", "v3", "inner", Map.of("count", 7)));
        assertThat(codec.bind(cbor, true, Outer.class).inner().count()).isEqualTo(7L);
        byte[] wrong = new ObjectMapper(new CBORFactory()).writeValueAsBytes(Map.of("apiVersion", 3));
        assertThat(refusal(wrong, true)).isEqualTo("field 'apiVersion' is the number 3, expected a string");
    }

    @Test
    void answersGarbageWithAPlainSentence() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = utf8(
                "{\"apiVersion\":\"v3\",\"inner\":{\"name\":\"x\",\"count\":-12,\"ratio\":1.5e3},\"list\":[null,{}],"
                        + "\"any\":{\"k\":[true,false]}}");
        for (int i = 0; i < 20_000; i++) {
            byte[] body = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            boolean cbor = random.nextInt(4) == 0;
            Throwable thrown = catchThrowable(() -> codec.bind(body, cbor, Outer.class));
            if (thrown instanceof JsonProcessingException json) {
                assertThat(JsonErrors.isInput(json)).as("seed " + seed).isTrue();
                thrown = JsonErrors.explain(json);
            }
            if (thrown != null) {
                assertThat(thrown).as("seed " + seed).isInstanceOf(ApiException.class);
                assertThat(thrown.getMessage())
                        .as("seed " + seed)
                        .doesNotContain("com.fasterxml")
                        .doesNotContain("java.")
                        .doesNotContain("Source")
                        .doesNotContain("io.graft")
                        .doesNotContain("JsonToken")
                        .hasSizeLessThan(500);
            }
        }
    }

    @Test
    void bindsAnyJson() throws IOException {
        assertThat(codec.bind(utf8("{\"a\":[1,\"x\",null]}"), false, JsonNode.class)
                        .toString())
                .isEqualTo("{\"a\":[1,\"x\",null]}");
        assertThatThrownBy(() -> codec.bind(utf8("1 2"), false, JsonNode.class)).isInstanceOf(ApiException.class);
    }

    private Outer bind(String body) throws IOException {
        return codec.bind(utf8(body), false, Outer.class);
    }

    private String refusal(String body) {
        return refusal(utf8(body), false);
    }

    private String refusal(byte[] body, boolean cbor) {
        Throwable thrown = catchThrowable(() -> codec.bind(body, cbor, Outer.class));
        if (thrown instanceof JsonProcessingException json) {
            return JsonErrors.explain(json).getMessage();
        }
        assertThat(thrown).as(new String(body, StandardCharsets.UTF_8)).isInstanceOf(ApiException.class);
        return thrown.getMessage();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
