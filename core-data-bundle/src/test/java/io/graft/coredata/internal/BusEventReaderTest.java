package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.event;
import static io.graft.coredata.internal.Requests.reading;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.bus.binding.EdgexTopics;
import io.graft.coredata.internal.BusRejectedException.Reason;
import io.graft.coredata.internal.Messages.Form;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusEventReaderTest {

    private static final long LARGEST = 100_000;
    private static final String RECORDED =
            """
            {"apiVersion":"v3","receivedTopic":"","correlationID":"f3d5a1c0-5be2-4c3e-8c58-1d2f1b8d6c77","requestID":"",\
            "errorCode":0,"payload":{"apiVersion":"v3","requestId":"0a2b8d7e-7df3-4f43-a6a2-2d8f6a0c1e55","event":\
            {"apiVersion":"v3","id":"8d9d6f80-6a0e-4f42-a3f0-b9f63d4c2b11","deviceName":"Random-Integer-Device",\
            "profileName":"Random-Integer-Device","sourceName":"Int8","origin":1763726400123456789,"readings":\
            [{"id":"5a1c9a53-93fb-4e3b-b6b3-0d0f0f2a7e01","origin":1763726400123456789,\
            "deviceName":"Random-Integer-Device","resourceName":"Int8","profileName":"Random-Integer-Device",\
            "valueType":"Int8","value":"-14"}]}},"contentType":"application/json"}""";

    private final BusEventReader reader = new BusEventReader(new EdgexTopics("edgex", false));

    @Test
    void readsWhatDeviceVirtualOfEdgex4Publishes() throws BusRejectedException {
        Event event = reader.read(
                message(
                        "edgex/events/device/device-virtual/Random-Integer-Device/Random-Integer-Device/Int8",
                        RECORDED.getBytes(UTF_8)),
                LARGEST);

        assertThat(event.id()).isEqualTo(UUID.fromString("8d9d6f80-6a0e-4f42-a3f0-b9f63d4c2b11"));
        assertThat(event.origin()).isEqualTo(1763726400123456789L);
        assertThat(event.readings()).extracting(Reading::value).containsExactly(new ReadingValue.Text("-14"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void readsEveryFormOfTheEnvelopeWithEveryKindOfValue(Form form) throws BusRejectedException {
        byte[] image = {0, 1, 2, (byte) 0xFF};
        String request = withReadings(
                simple("Int16", "-7"),
                simple("String", "grüß dich, 世界 \\\"x\\\""),
                reading("\"valueType\":\"Binary\",\"mediaType\":\"image/png\",\"binaryValue\":\""
                        + Base64.getEncoder().encodeToString(image) + "\""),
                reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1,\"x\",null,true],\"b\":{}}"));

        Event event = reader.read(form.published(request), LARGEST);

        assertThat(event.id()).isEqualTo(UUID.fromString(Requests.ID));
        assertThat(event.readings())
                .extracting(Reading::value)
                .containsExactly(
                        new ReadingValue.Text("-7"),
                        new ReadingValue.Text("grüß dich, 世界 \"x\""),
                        new ReadingValue.Binary(image, "image/png"),
                        new ReadingValue.Json(new JsonText("{\"a\":[1,\"x\",null,true],\"b\":{}}")));
    }

    @ParameterizedTest
    @CsvSource({
        "edgex/events/device/s/Profile/Device/Source",
        "edgex/events/device/Profile/Device/Source",
        "site/7/edgex/events/device/s/Profile/Device/Source",
        "edgex/events/device/s/more/Profile/Device/Source",
        "edgex/events/device/s/%50rofile/D%65vice/Sourc%65"
    })
    void takesTopicsThatNameTheEvent(String topic) throws BusRejectedException {
        assertThat(read(topic, withReadings(simple("Int8", "1"))).deviceName()).isEqualTo("Device");
    }

    @ParameterizedTest
    @CsvSource({
        "edgex/events/device/s/Other/Device/Source, profileName Profile mismatches Other",
        "edgex/events/device/s/Profile/Other/Source, deviceName Device mismatches Other",
        "edgex/events/device/s/Profile/Device/Other, sourceName Source mismatches Other",
        "edgex/events/device/s/Profile/Device/source, sourceName Source mismatches source",
        "edgex/events/device/s/Profile/Device/Source/more, profileName Profile mismatches Device",
        "edgex/events/device/s/Profile/Device/Source/, profileName Profile mismatches Device",
        "edgex/events/device/s/Profile/Device/Sourc%6, sourceName Source mismatches Sourc%6",
        "edgex/events/device/Source, less than 6 levels",
        "x, less than 6 levels"
    })
    void refusesTopicsThatDoNot(String topic, String message) {
        assertRejected(() -> read(topic, withReadings(simple("Int8", "1"))), Reason.MISMATCHED, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Gerät 7   | Ger%C3%A4t%207
                    Gerät 7   | Gerät 7
                    50%       | 50%25
                    50%       | 50%
                    a/b       | a%2Fb
                    传感器     | %E4%BC%A0%E6%84%9F%E5%99%A8
                    """)
    void takesNamesAsTheyAreAndEscaped(String name, String level) throws BusRejectedException {
        String request = withReadings(simple("Int8", "1")).replace("\"Device\"", "\"" + name + "\"");

        assertThat(read("edgex/events/device/s/Profile/" + level + "/Source", request)
                        .deviceName())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"payload\":",
                "{\"contentType\":\"application/cbor\",\"payload\":\"e30\\u0000\"}",
                "{\"contentType\":\"text/plain\",\"payload\":\"eA==\"}",
                "{\"contentType\":\"application/json\",\"payload\":\"eyJldmVudCI6\"}"
            })
    void refusesWhatCanNotBeDecoded(String message) {
        assertRejected(
                () -> reader.read(message(Messages.TOPIC, message.getBytes(UTF_8)), LARGEST), Reason.MALFORMED, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"apiVersion\":\"v3\",\"event\":null}",
                "{\"apiVersion\":\"v3\",\"event\":{\"id\":\"x\"}}",
                "{\"apiVersion\":\"v3\",\"event\":{\"id\":7}}"
            })
    void refusesWhatIsNoValidEvent(String request) {
        assertRejected(() -> read(Messages.TOPIC, request), Reason.INVALID, "AddEventRequest");
    }

    @Test
    void refusesWhatIsNoUnicode() {
        byte[] message = Form.INLINE.message(withReadings(simple("String", "~")));
        for (int i = 0; i < message.length; i++) {
            message[i] = message[i] == '~' ? (byte) 0xFF : message[i];
        }

        assertThatThrownBy(() -> reader.read(message(Messages.TOPIC, message), LARGEST))
                .isInstanceOf(BusRejectedException.class);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void takesEventsUpToTheLimitAndNoLargerOnes(Form form) throws BusRejectedException {
        String request =
                event("\"origin\":1,\"pad\":\"" + "x".repeat(5_000) + "\",\"readings\":[" + simple("Int8", "1") + "]");
        BusMessage message = form.published(request);
        boolean cbor = form != Form.INLINE && form != Form.BASE64 && form != Form.CBOR_OF_JSON;
        int size = (cbor ? Requests.cbor(request) : request.getBytes(UTF_8)).length;

        assertThat(reader.read(message, size + (form == Form.CBOR_INLINE ? 16 : 0))
                        .readings())
                .hasSize(1);
        assertRejected(() -> reader.read(message, size - 100), Reason.OVERSIZED, "more than max.event.size");
        assertRejected(() -> reader.read(message, 10), Reason.OVERSIZED, "more than max.event.size, 10 bytes");
    }

    @Test
    void takesAsDeepNestingAsRestDoes() {
        String deep = "[".repeat(300) + "]".repeat(300);
        String request = withReadings(reading("\"valueType\":\"Object\",\"objectValue\":" + deep));

        assertRejected(() -> read(Messages.TOPIC, request), Reason.MALFORMED, "256 deep");
    }

    private Event read(String topic, String request) throws BusRejectedException {
        return reader.read(message(topic, Form.INLINE.message(request)), LARGEST);
    }

    private static BusMessage message(String topic, byte[] payload) {
        return new BusMessage(topic, payload, Qos.AT_LEAST_ONCE);
    }

    private static void assertRejected(ThrowingRead read, Reason reason, String message) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(BusRejectedException.class, rejected -> assertThat(rejected.reason())
                        .as(rejected.getMessage())
                        .isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private interface ThrowingRead {
        void run() throws BusRejectedException;
    }
}
