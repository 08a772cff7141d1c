package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.event;
import static io.graft.coredata.internal.Requests.reading;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.coredata.internal.Requests.Encoding;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {

    private static final String RICH = event("\"origin\":1602168089665565200,\"tags\":{\"t\":[1,{\"u\":2.5}]},"
            + "\"more\":{\"ä\":null},\"readings\":["
            + String.join(
                    ",",
                    simple("Int8", "5"),
                    simple("Float64", "1.5e+00"),
                    reading(
                            "\"valueType\":\"Binary\",\"mediaType\":\"image/png\",\"binaryValue\":\"AAECAwQFBgcICQ==\""),
                    reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1,\"x\",null,true]},\"x\":1"),
                    reading("\"valueType\":\"Int32Array\",\"value\":[1,2,3],\"tags\":{\"a\":\"b\"}"),
                    reading("\"valueType\":\"String\",\"value\":\"中😀\",\"units\":\"°C\""))
            + "]");

    private final EventReader reader = new EventReader();

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void refusesEveryBodyThatIsCutShort(Encoding encoding) {
        byte[] whole = encoding.body(RICH);
        assertThat(Requests.read(reader, whole, encoding).event().readings()).hasSize(6);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Requests.read(reader, cut, encoding))
                    .as("the first %s of %s bytes", length, whole.length)
                    .isInstanceOfSatisfying(ApiException.class, HostileInputTest::isClientsFault);
        }
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void survivesRandomDamage(Encoding encoding) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = encoding.body(RICH);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                int from = random.nextInt(damaged.length);
                int length = random.nextInt(damaged.length - from);
                byte[] twice = Arrays.copyOf(damaged, damaged.length + length);
                System.arraycopy(damaged, from, twice, from + length, damaged.length - from);
                damaged = twice;
            }
            try {
                Requests.read(reader, damaged, encoding);
            } catch (ApiException e) {
                isClientsFault(e);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ": "
                                + HexFormat.of().formatHex(damaged),
                        e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{",
                "}",
                "{\"event\":[]}",
                "{\"event\":7}",
                "{\"apiVersion\":\"v3\"}{\"apiVersion\":\"v3\"}",
                "{'apiVersion':'v3'}",
                "{apiVersion:\"v3\"}",
                "{\"apiVersion\":\"v3\",}",
                "// comment\n{}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":+1}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "\u0000",
                "<event/>"
            })
    void refusesWhatIsNoRequest(String body) {
        refuses(body.getBytes(UTF_8), Encoding.JSON);
        refuses(body.getBytes(UTF_8), Encoding.CBOR);
        refuses(body.getBytes(UTF_16LE), Encoding.JSON);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void refusesWhatFollowsTheRequest(Encoding encoding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(encoding.body(RICH));
        bytes.write(encoding.body(RICH));

        refuses(bytes.toByteArray(), encoding);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void refusesDeepNesting(Encoding encoding) {
        String deepArray = "[".repeat(100_000) + "]".repeat(100_000);
        byte[] deep = encoding == Encoding.JSON
                ? event("\"origin\":1,\"x\":" + deepArray + ",\"readings\":[" + simple("Int8", "5") + "]")
                        .getBytes(UTF_8)
                : deepCbor(100_000);

        assertThatThrownBy(() -> Requests.read(reader, deep, encoding))
                .isInstanceOfSatisfying(ApiException.class, HostileInputTest::isClientsFault)
                .hasMessageContaining("nested");
    }

    @Test
    void refusesHugeNumbers() {
        String digits = "9".repeat(100_000);
        for (String huge : List.of(digits, "-" + digits, "1e" + digits, digits + ".5", "0." + digits)) {
            refuses(
                    withReadings(reading("\"valueType\":\"Float64\",\"value\":" + huge))
                            .getBytes(UTF_8),
                    Encoding.JSON);
            refuses(
                    withReadings(simple("Int8", "5"))
                            .replace("1602168089665565200", huge)
                            .getBytes(UTF_8),
                    Encoding.JSON);
            refuses(
                    event("\"origin\":1,\"x\":" + huge + ",\"readings\":[" + simple("Int8", "5") + "]")
                            .getBytes(UTF_8),
                    Encoding.JSON);
        }
        refuses(withReadings(simple("Int64", digits)).getBytes(UTF_8), Encoding.JSON);
        refuses(withReadings(simple("Float64", "1e" + digits)).getBytes(UTF_8), Encoding.JSON);
        refuses(cborWith(out -> out.writeNumber(BigInteger.ONE.shiftLeft(8_000_000))), Encoding.CBOR);
    }

    @Test
    void refusesBadUtf8InNamesAndValues() {
        for (String bad :
                List.of("\u00ff", "\u00c3", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080")) {
            String sent = withReadings(simple("String", "x" + bad)).replace("Resource", "R" + bad);
            assertThatThrownBy(() -> Requests.read(reader, sent.getBytes(ISO_8859_1), Encoding.JSON))
                    .isInstanceOfSatisfying(ApiException.class, HostileInputTest::isClientsFault);
        }
        refuses(withReadings(simple("String", "\\ud83d")).getBytes(UTF_8), Encoding.JSON);
        refuses(withReadings(simple("String", "\\ude00\\ud83d")).getBytes(UTF_8), Encoding.JSON);
    }

    @Test
    void refusesTooManyUnknownFields() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            fields.add("\"f" + i + "\":1");
        }
        byte[] body = event("\"origin\":1," + String.join(",", fields) + ",\"readings\":[]")
                .getBytes(UTF_8);

        assertThatThrownBy(() -> Requests.read(reader, body, Encoding.JSON))
                .hasMessage("AddEventRequest.Event has more than 100 fields that the API does not know");
    }

    @Test
    void refusesNamesThatCollide() {
        // Thousands of distinct names in one object, many with equal hashes of their first characters.
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            fields.append("\"").append("\\u0000".repeat(i % 7)).append(i).append("\":1,");
        }
        byte[] body = ("{" + fields + "\"event\":null}").getBytes(UTF_8);

        refuses(body, Encoding.JSON);
    }

    @Test
    void takesIndefiniteLengthCbor() throws IOException {
        // {_ "apiVersion": (_ "v", "3"), ...}: chunked texts, byte strings, arrays and maps
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xBF);
        text(out, "apiVersion");
        out.write(0x7F);
        text(out, "v");
        text(out, "3");
        out.write(0xFF);
        text(out, "event");
        out.write(0xBF);
        for (String field : List.of(
                "apiVersion",
                "v3",
                "id",
                Requests.ID,
                "deviceName",
                "Device",
                "profileName",
                "Profile",
                "sourceName",
                "Source")) {
            text(out, field);
        }
        text(out, "origin");
        out.write(0x07);
        text(out, "readings");
        out.write(0x9F);
        out.write(0xBF);
        for (String field :
                List.of("deviceName", "Device", "resourceName", "R", "valueType", "Binary", "mediaType", "a/b")) {
            text(out, field);
        }
        text(out, "origin");
        out.write(0x07);
        text(out, "binaryValue");
        out.write(0x5F);
        out.write(new byte[] {0x42, 1, 2});
        out.write(new byte[] {0x41, 3});
        out.write(0xFF);
        text(out, "x");
        out.write(0x9F);
        out.write(0xF9);
        out.write(0x7E);
        out.write(0x00);
        out.write(0xF7);
        out.write(0xFF);
        out.write(0xFF);
        out.write(0xFF);
        out.write(0xFF);
        out.write(0xFF);

        Reading reading = Requests.read(reader, out.toByteArray(), Encoding.CBOR)
                .event()
                .readings()
                .get(0);

        assertThat(reading.value()).isEqualTo(new ReadingValue.Binary(new byte[] {1, 2, 3}, "a/b"));
        assertThat(reading.extensions().text()).isEqualTo("{\"x\":[\"NaN\",null]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BF",
                "BFFF",
                "9F",
                "A1",
                "A100",
                "A1F6F6",
                "A14100F6",
                "5F",
                "7F61",
                "7F4100FF",
                "1C",
                "FF",
                "F8",
                "C0",
                "C249010000000000000000",
                "C48221196AB3",
                "C4821A7FFFFFFF01",
                "BBFFFFFFFFFFFFFFFF",
                "9BFFFFFFFFFFFFFFFF",
                "5BFFFFFFFFFFFFFFFF",
                "5B7FFFFFFFFFFFFFFF",
                "7A7FFFFFFF",
                "7B000000007FFFFFFF",
                "D9D9F7",
                "D9D9F7A0",
                "A1D81D00F6",
                "D81C80",
                "D81D00"
            })
    void refusesCborThatLies(String hex) throws IOException {
        refuses(HexFormat.of().parseHex(hex), Encoding.CBOR);
        // The same as the value of every kind of field.
        for (String field : List.of("origin", "deviceName", "readings", "tags", "unknown")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0xA1);
            text(out, "event");
            out.write(0xA1);
            text(out, field);
            out.write(HexFormat.of().parseHex(hex));
            refuses(out.toByteArray(), Encoding.CBOR);
        }
        for (String field : List.of("value", "binaryValue", "objectValue", "tags", "unknown")) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0xA1);
            text(out, "event");
            out.write(0xA1);
            text(out, "readings");
            out.write(0x81);
            out.write(0xA1);
            text(out, field);
            out.write(HexFormat.of().parseHex(hex));
            refuses(out.toByteArray(), Encoding.CBOR);
        }
    }

    private void refuses(byte[] body, Encoding encoding) {
        assertThatThrownBy(() -> Requests.read(reader, body, encoding))
                .isInstanceOfSatisfying(ApiException.class, HostileInputTest::isClientsFault);
    }

    private static void isClientsFault(ApiException e) {
        assertThat(e.kind()).isEqualTo(ErrorKind.CONTRACT_INVALID);
        assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(6_000);
    }

    private interface Content {
        void write(CBORGenerator out) throws IOException;
    }

    private static byte[] cborWith(Content unknown) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
                out.writeStartObject();
                out.writeObjectFieldStart("event");
                out.writeFieldName("x");
                unknown.write(out);
                out.writeEndObject();
                out.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] deepCbor(int depth) {
        byte[] start = HexFormat.of().parseHex("A1656576656E74A16178");
        byte[] deep = Arrays.copyOf(start, start.length + depth + 1);
        Arrays.fill(deep, start.length, start.length + depth, (byte) 0x81);
        return deep;
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length < 24) {
            out.write(0x60 | bytes.length);
        } else {
            out.write(0x78);
            out.write(bytes.length);
        }
        out.writeBytes(bytes);
    }
}
