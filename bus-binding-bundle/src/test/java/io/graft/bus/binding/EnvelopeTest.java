package io.graft.bus.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final String EVENT =
            "{\"apiVersion\":\"v3\",\"event\":{\"id\":\"ä€😀\",\"readings\":[1,{\"a\":null}]}}";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    @Test
    void inlineJsonOfVersionFourIsASliceOfTheMessage() {
        byte[] message =
                bytes("{\"apiVersion\":\"v3\",\"receivedTopic\":\"t\",\"correlationID\":\"c\",\"requestID\":\"r\","
                        + "\"errorCode\":0,\"payload\": " + EVENT + " ,\"contentType\":\"application/json\","
                        + "\"queryParams\":{\"ds-pushevent\":\"true\"}}");

        Envelope envelope = Envelope.read(message);

        assertThat(envelope.buffer()).isSameAs(message);
        assertThat(envelope.text()).isEqualTo(EVENT);
        assertThat(envelope.apiVersion()).isEqualTo("v3");
        assertThat(envelope.receivedTopic()).isEqualTo("t");
        assertThat(envelope.correlationId()).isEqualTo("c");
        assertThat(envelope.requestId()).isEqualTo("r");
        assertThat(envelope.contentType()).isEqualTo(Envelope.JSON);
        assertThat(envelope.queryParams()).isEqualTo(Map.of("ds-pushevent", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[1,2]", "17", "-1.5e3", "true", "false", "\"just text\"", "{\"a\":{}}"})
    void anyValueOfJsonMayBeThePayload(String value) {
        assertThat(Envelope.read(bytes("{\"payload\":" + value + ",\"contentType\":\"application/json\"}"))
                        .text())
                .isEqualTo(value);
        assertThat(Envelope.read(bytes("{\"contentType\":\"application/json\",\"payload\":\n" + value + "\n}"))
                        .text())
                .isEqualTo(value);
    }

    @Test
    void base64OfVersionThreeIsDecodedWhereverTheContentTypeStands() {
        String base64 = Base64.getEncoder().encodeToString(bytes(EVENT));
        for (String message : new String[] {
            "{\"payload\":\"" + base64 + "\",\"contentType\":\"application/json\"}",
            "{\"contentType\":\"application/json\",\"payload\":\"" + base64 + "\"}",
            "{\"payload\":\"" + base64.replace("/", "\\/") + "\",\"contentType\":\"application/json\"}",
            "{\"payload\":\"" + base64 + "\"}"
        }) {
            Envelope envelope = Envelope.read(bytes(message));
            assertThat(envelope.text()).isEqualTo(EVENT);
            assertThat(envelope.contentType()).isEqualTo(Envelope.JSON);
        }
    }

    @Test
    void cborInBase64StaysCbor() throws Exception {
        byte[] cbor = CBOR.writeValueAsBytes(JSON.readTree(EVENT));
        String base64 = Base64.getEncoder().encodeToString(cbor);

        Envelope envelope =
                Envelope.read(bytes("{\"payload\":\"" + base64 + "\",\"contentType\":\"application/cbor\"}"));

        assertThat(envelope.payload()).isEqualTo(cbor);
        assertThat(envelope.contentType()).isEqualTo(Envelope.CBOR);
    }

    @Test
    void envelopesOfCborHaveTheirPayloadInlineOrAsBytes() throws Exception {
        JsonNode event = JSON.readTree(EVENT);
        ObjectNode inline = JSON.createObjectNode();
        inline.put("apiVersion", "v3").put("requestID", "r").put("errorCode", 0);
        inline.set("payload", event);
        inline.put("contentType", "application/cbor");
        ObjectNode asBytes = inline.deepCopy();
        asBytes.put("payload", CBOR.writeValueAsBytes(event));

        byte[] message = CBOR.writeValueAsBytes(inline);
        Envelope slice = Envelope.read(message);
        Envelope whole = Envelope.read(CBOR.writeValueAsBytes(asBytes));

        assertThat(slice.buffer()).isSameAs(message);
        assertThat(CBOR.readTree(slice.payload())).isEqualTo(event);
        assertThat(CBOR.readTree(whole.payload())).isEqualTo(event);
        assertThat(slice.requestId()).isEqualTo("r");
        assertThat(slice.contentType()).isEqualTo(Envelope.CBOR);
        assertThat(whole.contentType()).isEqualTo(Envelope.CBOR);
    }

    @Test
    void theBytesDecideTheContentTypeWhereTheEnvelopeContradictsThem() throws Exception {
        assertThat(Envelope.read(bytes("{\"contentType\":\"application/cbor\",\"payload\":{}}"))
                        .contentType())
                .isEqualTo(Envelope.JSON);
        ObjectNode inline = JSON.createObjectNode().put("contentType", "application/json");
        inline.putObject("payload");
        assertThat(Envelope.read(CBOR.writeValueAsBytes(inline)).contentType()).isEqualTo(Envelope.CBOR);
    }

    @Test
    void textIsTextInBothVersions() {
        assertThat(Envelope.read(bytes(
                                "{\"errorCode\":1,\"contentType\":\"text/plain\",\"payload\":\"device A \\u00fc\"}"))
                        .text())
                .isEqualTo("device A ü");
        String base64 = Base64.getEncoder().encodeToString(bytes("device A is no device"));
        assertThat(Envelope.read(bytes(
                                "{\"errorCode\":1,\"contentType\":\"text/plain\",\"payload\":\"" + base64 + "\"}"))
                        .text())
                .isEqualTo("device A is no device");
    }

    @Test
    void keysMayHaveAnyCaseAndUnknownOnesAreIgnored() {
        Envelope envelope = Envelope.read(bytes("{\"CorrelationId\":\"c\",\"REQUESTID\":\"r\",\"errorcode\":1,"
                + "\"Payload\":{},\"more\":{\"payload\":[1]},\"QUERYPARAMS\":null,\"receivedtopic\":null}"));

        assertThat(envelope.correlationId()).isEqualTo("c");
        assertThat(envelope.requestId()).isEqualTo("r");
        assertThat(envelope.errorCode()).isEqualTo(1);
        assertThat(envelope.text()).isEqualTo("{}");
        assertThat(envelope.queryParams()).isEmpty();
        assertThat(envelope.receivedTopic()).isEmpty();
    }

    @Test
    void aMissingPayloadIsEmpty() {
        assertThat(Envelope.read(bytes("{\"requestID\":\"r\"}")).length()).isZero();
        assertThat(Envelope.read(bytes("{\"payload\":null}")).length()).isZero();
        assertThat(Envelope.read(bytes("{\"payload\":\"\"}")).length()).isZero();
    }

    @Test
    void aByteOrderMarkIsNoHarm() {
        assertThat(Envelope.read(bytes("\uFEFF{\"payload\":{\"a\":1}}")).text()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "null",
                "[]",
                "17",
                "{",
                "{\"payload\":{}",
                "{\"payload\":}",
                "{\"payload\":\"",
                "{\"payload\":\"\\",
                "{\"payload\":{\"a\":1]}",
                "{\"payload\":{}} x",
                "{\"payload\":{}}{}",
                "{\"errorCode\":\"1\"}",
                "{\"errorCode\":99999999999}",
                "{\"requestID\":7}",
                "{\"contentType\":{}}",
                "{\"queryParams\":[]}",
                "{\"queryParams\":{\"a\":{}}}",
                "{\"contentType\":\"application/cbor\",\"payload\":\"no base64!\"}"
            })
    void whatIsNoEnvelopeIsRefusedWithAReason(String message) {
        assertThatThrownBy(() -> Envelope.read(bytes(message)))
                .isInstanceOf(EnvelopeException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void brokenCborAndOtherEncodingsAreRefused() throws Exception {
        byte[] cbor = CBOR.writeValueAsBytes(Map.of("payload", Map.of("a", "bcdefghijklmnop")));
        for (int length = 1; length < cbor.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(cbor, length);
            assertThatThrownBy(() -> Envelope.read(cut)).isInstanceOf(EnvelopeException.class);
        }
        byte[] wide = "{\"payload\":{}}".getBytes(StandardCharsets.UTF_16BE);
        assertThatThrownBy(() -> Envelope.read(wide))
                .isInstanceOf(EnvelopeException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void whatIsWrittenReadsTheSame() throws Exception {
        byte[] cbor = CBOR.writeValueAsBytes(Map.of("a", 1));
        for (Envelope written : new Envelope[] {
            Envelope.json(bytes(EVENT)),
            Envelope.of(cbor, Envelope.CBOR),
            Envelope.of(bytes("it's \"so\" ü"), Envelope.TEXT),
            Envelope.json(new byte[0])
        }) {
            Envelope full = written.withRequestId("r-1")
                    .withErrorCode(1)
                    .withQueryParams(Map.of("a", "b\"c"))
                    .withCorrelationId("c-1");
            for (boolean base64 : new boolean[] {false, true}) {
                Envelope read = Envelope.read(full.write(base64));
                assertThat(read.payload()).isEqualTo(written.payload());
                assertThat(read.contentType()).isEqualTo(written.contentType());
                assertThat(read.requestId()).isEqualTo("r-1");
                assertThat(read.correlationId()).isEqualTo("c-1");
                assertThat(read.errorCode()).isEqualTo(1);
                assertThat(read.apiVersion()).isEqualTo("v3");
                assertThat(read.queryParams()).isEqualTo(Map.of("a", "b\"c"));
                assertThat(JSON.readTree(full.write(base64)).isObject()).isTrue();
            }
        }
    }

    @Test
    void jsonIsWrittenInlineAndCborInBase64() throws Exception {
        JsonNode inline = JSON.readTree(Envelope.json(bytes("{\"a\":1}")).write());
        JsonNode old = JSON.readTree(Envelope.json(bytes("{\"a\":1}")).write(true));
        JsonNode cbor =
                JSON.readTree(Envelope.of(new byte[] {1, 2, 3}, Envelope.CBOR).write());
        JsonNode text = JSON.readTree(Envelope.of(bytes("no"), Envelope.TEXT).write());

        assertThat(inline.get("payload")).isEqualTo(JSON.readTree("{\"a\":1}"));
        assertThat(old.get("payload").textValue()).isEqualTo("eyJhIjoxfQ==");
        assertThat(cbor.get("payload").textValue()).isEqualTo("AQID");
        assertThat(text.get("payload").textValue()).isEqualTo("no");
        assertThat(inline.get("correlationID").textValue()).hasSize(36);
        assertThat(inline.get("requestID").textValue()).isEmpty();
    }

    @Test
    void aReplyBelongsToItsRequest() {
        Envelope request = Envelope.json(bytes("{}")).withRequestId("r").withCorrelationId("c");

        Envelope reply = request.reply(bytes("{}"), Envelope.JSON);
        Envelope error = request.error("no such device");

        assertThat(reply.requestId()).isEqualTo("r");
        assertThat(reply.correlationId()).isEqualTo("c");
        assertThat(reply.errorCode()).isZero();
        assertThat(error.requestId()).isEqualTo("r");
        assertThat(error.errorCode()).isEqualTo(1);
        assertThat(error.text()).isEqualTo("no such device");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
