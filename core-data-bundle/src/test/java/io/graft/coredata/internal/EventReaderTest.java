package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.event;
import static io.graft.coredata.internal.Requests.reading;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.coredata.internal.Requests.Encoding;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private final EventReader reader = new EventReader();

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void readsTheSampleOfTheReference(Encoding encoding) {
        String sample = "{\"apiVersion\":\"v3\",\"requestId\":\"\",\"event\":{\"apiVersion\":\"v3\","
                + "\"id\":\"d5471d59-2810-419a-8744-18eb8fa03465\",\"deviceName\":\"Random-Integer-Device\","
                + "\"profileName\":\"Random-Integer-Device\",\"sourceName\":\"Int16\",\"origin\":1602168089665565200,"
                + "\"readings\":[{\"origin\":1602168089665565200,\"deviceName\":\"Random-Integer-Device\","
                + "\"resourceName\":\"Int16\",\"profileName\":\"Random-Integer-Device\","
                + "\"valueType\":\"Int16\",\"value\":\"-123\"}]}}";
        AddEventRequest.Target target =
                new AddEventRequest.Target("Random-Integer-Device", "Random-Integer-Device", "Int16");

        AddEventRequest request = Requests.read(reader, encoding.body(sample), encoding, target);

        assertThat(request.requestId()).isEmpty();
        assertThat(request.event())
                .isEqualTo(new Event(
                        UUID.fromString("d5471d59-2810-419a-8744-18eb8fa03465"),
                        "Random-Integer-Device",
                        "Random-Integer-Device",
                        "Int16",
                        1602168089665565200L,
                        List.of(new Reading(
                                1602168089665565200L,
                                "Random-Integer-Device",
                                "Random-Integer-Device",
                                "Int16",
                                ValueType.INT16,
                                "",
                                new ReadingValue.Text("-123"),
                                null,
                                null)),
                        null,
                        null));
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void readsEveryKindOfValue(Encoding encoding) {
        byte[] image = {0, 1, 2, (byte) 0xFF};
        String json = withReadings(
                simple("int16", "-7"),
                reading("\"valueType\":\"BINARY\",\"mediaType\":\"image/png\",\"binaryValue\":\""
                        + Base64.getEncoder().encodeToString(image) + "\""),
                reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1,\"x\",null,true],\"b\":{}}"),
                reading("\"valueType\":\"ObjectArray\",\"objectValue\":[{\"a\":1},{}]"),
                reading("\"valueType\":\"Float64\",\"value\":null"),
                reading("\"valueType\":\"Float64\""),
                reading("\"valueType\":\"Binary\""),
                reading("\"valueType\":\"Object\",\"objectValue\":null,\"value\":null,\"binaryValue\":null"),
                reading("\"valueType\":\"String\",\"value\":\"\",\"units\":\"m\",\"id\":\"\""));

        assertThat(read(json, encoding).readings())
                .extracting(Reading::value)
                .containsExactly(
                        new ReadingValue.Text("-7"),
                        new ReadingValue.Binary(image, "image/png"),
                        new ReadingValue.Json(new JsonText("{\"a\":[1,\"x\",null,true],\"b\":{}}")),
                        new ReadingValue.Json(new JsonText("[{\"a\":1},{}]")),
                        new ReadingValue.Null(),
                        new ReadingValue.Null(),
                        new ReadingValue.Null(),
                        new ReadingValue.Null(),
                        new ReadingValue.Text(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Int64        | 9007199254740993        | 9007199254740993
                    Uint64       | 18446744073709551615    | 18446744073709551615
                    Float64      | 1.50                    | 1.50
                    Float32      | 1E+2                    | 1E+2
                    Bool         | true                    | true
                    String       | 12                      | 12
                    Int32Array   | [1,2 ,3]                | [1, 2, 3]
                    Float64Array | [1.0, 2.50]             | [1.0, 2.50]
                    BoolArray    | [true,false]            | [true, false]
                    Uint8Array   | []                      | []
                    StringArray  | ["a","b\\"\\u00e4"]     | ["a", "b\\"\\u00e4"]
                    """)
    void keepsValuesThatAreNotStringsAsWritten(String type, String json, String text) {
        Event event = read(withReadings(reading("\"valueType\":\"" + type + "\",\"value\":" + json)), Encoding.JSON);

        assertThat(event.readings().get(0).value()).isEqualTo(new ReadingValue.Text(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"n\" : 1.10 , \"big\":123456789012345678901234567890.0e-7, \"s\":\"\\u00e4\\/ \" }",
                "{\"a\":\n{\t}}",
                "{\"a\": [ ] , \"ä\":\"中\\n\"}"
            })
    void keepsFreeJsonByteForByte(String json) {
        Event event = read(
                event("\"origin\":1,\"tags\":" + json + ",\"readings\":["
                        + reading("\"valueType\":\"Object\",\"tags\" : " + json + " ,\"objectValue\":" + json + "")
                        + "]"),
                Encoding.JSON);

        Reading reading = event.readings().get(0);
        assertThat(event.tags().text()).isEqualTo(json);
        assertThat(reading.tags().text()).isEqualTo(json);
        assertThat(reading.value()).isEqualTo(new ReadingValue.Json(new JsonText(json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "-0", "\"a \\\" b\"", "true", "false", "[1, 2]", "1e5"})
    void keepsObjectValuesThatAreNoObjects(String json) {
        for (String after : List.of("", " ", ",\"units\":\"m\"")) {
            Event event = read(
                    withReadings(reading("\"valueType\":\"Object\",\"objectValue\":" + json + after)), Encoding.JSON);

            assertThat(event.readings().get(0).value()).isEqualTo(new ReadingValue.Json(new JsonText(json)));
        }
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void keepsUnknownFields(Encoding encoding) {
        Event event = read(
                event("\"origin\":1,\"x\":1.50,\"y\\\"ä\":{\"deep\":[1,2]},\"Value\":\"s\",\"readings\":["
                        + reading("\"valueType\":\"Int8\",\"value\":\"1\",\"extra\":null") + "]"),
                encoding);

        String number = encoding == Encoding.JSON ? "1.50" : "1.5";
        assertThat(event.extensions().text())
                .isEqualTo("{\"x\":" + number + ",\"y\\\"ä\":{\"deep\":[1,2]},\"Value\":\"s\"}");
        assertThat(event.readings().get(0).extensions().text()).isEqualTo("{\"extra\":null}");
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void takesKeysInAnyCase(Encoding encoding) {
        String json = withReadings(simple("Int8", "5"));
        String shouted = json.replace("apiVersion", "APIVERSION")
                .replace("\"event\"", "\"Event\"")
                .replace("deviceName", "devicename")
                .replace("profileName", "PROFILENAME")
                .replace("sourceName", "SourceName")
                .replace("\"origin\"", "\"ORIGIN\"")
                .replace("\"readings\"", "\"Readings\"")
                .replace("valueType", "valuetype")
                .replace("\"value\"", "\"VALUE\"")
                .replace("resourceName", "RESOURCEname")
                .replace("\"id\"", "\"ID\"");

        assertThat(read(shouted, encoding)).isEqualTo(read(json, encoding));
        assertThat(read(shouted, encoding).extensions()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void namesEveryFieldThatIsMissing(Encoding encoding) {
        assertThatThrownBy(() -> read("{}", encoding))
                .isInstanceOf(ApiException.class)
                .hasMessage("AddEventRequest.BaseRequest.Versionable.ApiVersion field is required; "
                        + "AddEventRequest.Event.Versionable.ApiVersion field is required; "
                        + "AddEventRequest.Event.Id field is required; "
                        + "AddEventRequest.Event.DeviceName field is required; "
                        + "AddEventRequest.Event.ProfileName field is required; "
                        + "AddEventRequest.Event.SourceName field is required; "
                        + "AddEventRequest.Event.Origin field is required; "
                        + "AddEventRequest.Event.Readings field should greater than 0");
        assertThatThrownBy(() -> read(withReadings("{}", "{\"value\":\"1\"}"), encoding))
                .hasMessage("AddEventRequest.Event.Readings[0].Origin field is required; "
                        + "AddEventRequest.Event.Readings[0].DeviceName field is required; "
                        + "AddEventRequest.Event.Readings[0].ResourceName field is required; "
                        + "AddEventRequest.Event.Readings[0].ValueType field is required; "
                        + "AddEventRequest.Event.Readings[1].Origin field is required; "
                        + "AddEventRequest.Event.Readings[1].DeviceName field is required; "
                        + "AddEventRequest.Event.Readings[1].ResourceName field is required; "
                        + "AddEventRequest.Event.Readings[1].ValueType field is required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "requestId":""                  | "requestId":"x"                    | AddEventRequest.BaseRequest.RequestId field needs a uuid
                    "id":"d5471d59                  | "id":"e                            | AddEventRequest.Event.Id field needs a uuid
                    "id":"d5471d59                  | "id":"g5471d59                     | AddEventRequest.Event.Id field needs a uuid
                    "deviceName":"Device","profile  | "deviceName":" ","profile          | AddEventRequest.Event.DeviceName field should not be empty string
                    "deviceName":"Device","profile  | "deviceName":"Other","profile      | event's deviceName Other mismatches Device
                    "profileName":"Profile","source | "profileName":"Other","source      | event's profileName Other mismatches Profile
                    "sourceName":"Source"           | "sourceName":"Other"               | event's sourceName Other mismatches Source
                    "sourceName":"Source"           | "sourceName":7                     | AddEventRequest.Event.SourceName field should be a string, not a number
                    "sourceName":"Source"           | "sourceName":{}                    | AddEventRequest.Event.SourceName field should be a string, not an object
                    "origin":1602168089665565200    | "origin":0                         | AddEventRequest.Event.Origin field is required
                    "origin":1602168089665565200    | "origin":null                      | AddEventRequest.Event.Origin field is required
                    "origin":1602168089665565200    | "origin":1.5e18                    | AddEventRequest.Event.Origin field should be an integer of 64 bits, not a number
                    "origin":1602168089665565200    | "origin":9223372036854775808       | AddEventRequest.Event.Origin field should be an integer of 64 bits, not a number
                    "origin":1602168089665565200    | "origin":"1602168089665565200"     | AddEventRequest.Event.Origin field should be an integer of 64 bits, not a string
                    "origin":1602168089665565201    | "origin":true                      | AddEventRequest.Event.Readings[0].Origin field should be an integer of 64 bits, not a boolean
                    "readings":                     | "tags":7,"readings":               | AddEventRequest.Event.Tags field should be an object, not a number
                    "readings":                     | "readings":null,"x":               | AddEventRequest.Event.Readings field should greater than 0
                    "readings":                     | "readings":{},"x":                 | AddEventRequest.Event.Readings field should be an array, not an object
                    "readings":[                    | "readings":[7,                     | AddEventRequest.Event.Readings[0] should be an object, not a number
                    "resourceName":"Resource"       | "resourceName":" "                 | AddEventRequest.Event.Readings[0].ResourceName field should not be empty string
                    "valueType":"Int8"              | "valueType":"Int9"                 | AddEventRequest.Event.Readings[0].ValueType field 'Int9' is none of the value types
                    "valueType":"Int8"              | "valueType":"Int8","binaryValue":7 | AddEventRequest.Event.Readings[0].BinaryValue field should be base64 in a string, not a number
                    "value":"5"                     | "value":"500"                      | The value does not match the Int8 valueType
                    "value":"5"                     | "value":{}                         | AddEventRequest.Event.Readings[0].Value field should be a string, number, boolean, array or null, not an object
                    "value":"5"                     | "value":[[1]]                      | AddEventRequest.Event.Readings[0].Value field should be an array of strings, numbers or booleans, not an array
                    "value":"5"                     | "value":"5","VALUE":"6"            | AddEventRequest.Event.Readings[0].Value field is there twice
                    "readings":                     | "x":1,"x":2,"readings":            | AddEventRequest.Event.X field is there twice
                    """)
    void namesWhatIsWrong(String right, String wrong, String message) {
        String json = withReadings(simple("Int8", "5"));
        assertThat(json).contains(right);
        String broken = json.replace(right, wrong);

        assertThatThrownBy(() -> read(broken, Encoding.JSON))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONTRACT_INVALID))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> read(broken, Encoding.CBOR))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONTRACT_INVALID))
                .hasMessageContaining(message);
    }

    @Test
    void refusesBinaryWithoutMediaTypeOrInvalidBase64() {
        assertThatThrownBy(() ->
                        read(withReadings(reading("\"valueType\":\"Binary\",\"binaryValue\":\"AAEC\"")), Encoding.JSON))
                .hasMessage(
                        "AddEventRequest.Event.Readings[0].MediaType field is required if the BinaryValue is present");
        for (String broken : List.of("A", "AAE", "AA=C", "A*EC", "ä")) {
            assertThatThrownBy(() -> read(
                            withReadings(reading("\"valueType\":\"Binary\",\"mediaType\":\"a/b\",\"binaryValue\":\""
                                    + broken + "\"")),
                            Encoding.JSON))
                    .hasMessageStartingWith("AddEventRequest.Event.Readings[0].BinaryValue field is not base64");
        }
    }

    @Test
    void joinsFailuresAndBoundsTheirNumber() {
        String[] readings = new String[1000];
        Arrays.fill(readings, simple("Int8", "x"));

        assertThatThrownBy(() -> read(withReadings(readings), Encoding.JSON))
                .hasMessageStartingWith(
                        "AddEventRequest.Event.Readings[0].Value field 'x': The value does not match the"
                                + " Int8 valueType; AddEventRequest.Event.Readings[1]")
                .hasMessageEndingWith("; and 980 more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(3000));
    }

    @Test
    void readsTwentyFiveMegabytesOfBase64() {
        byte[] bytes = new byte[18_000_000];
        new Random(7).nextBytes(bytes);
        String json = withReadings(reading("\"binaryValue\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\",\"valueType\":\"Binary\",\"mediaType\":\"a/b\""));

        for (Encoding encoding : Encoding.values()) {
            assertThat(read(json, encoding).readings().get(0).value()).isEqualTo(new ReadingValue.Binary(bytes, "a/b"));
        }
    }

    private Event read(String json, Encoding encoding) {
        return Requests.read(reader, encoding.body(json), encoding).event();
    }
}
