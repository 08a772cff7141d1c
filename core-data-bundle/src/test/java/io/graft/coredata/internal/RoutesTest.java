package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.cbor;
import static io.graft.coredata.internal.Requests.event;
import static io.graft.coredata.internal.Requests.reading;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.persistence.EventFilter;
import io.graft.coredata.internal.Api.Answer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private static final String PATH = "/event/device-test/Profile/Device/Source";
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void empty() {
        api.store.delete(EventFilter.ALL);
    }

    @Test
    void answersTheSampleOfTheReference() {
        Answer added = api.post(
                "/event/device-virtual/Random-Integer-Device/Random-Integer-Device/Int16",
                "{\"apiVersion\":\"v3\",\"requestId\":\"\",\"event\":{\"apiVersion\":\"v3\","
                        + "\"id\":\"d5471d59-2810-419a-8744-18eb8fa03465\",\"deviceName\":\"Random-Integer-Device\","
                        + "\"profileName\":\"Random-Integer-Device\",\"sourceName\":\"Int16\","
                        + "\"origin\":1602168089665565200,\"readings\":[{\"origin\":1602168089665565200,"
                        + "\"deviceName\":\"Random-Integer-Device\",\"resourceName\":\"Int16\","
                        + "\"profileName\":\"Random-Integer-Device\",\"valueType\":\"Int16\",\"value\":\"-123\"}]}}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.contentType()).isEqualTo("application/json");
        assertThat(added.text())
                .isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":201,"
                        + "\"id\":\"d5471d59-2810-419a-8744-18eb8fa03465\"}");
        String event = "{\"apiVersion\":\"v3\",\"id\":\"d5471d59-2810-419a-8744-18eb8fa03465\","
                + "\"deviceName\":\"Random-Integer-Device\",\"profileName\":\"Random-Integer-Device\","
                + "\"sourceName\":\"Int16\",\"origin\":1602168089665565200,\"readings\":["
                + "{\"origin\":1602168089665565200,\"deviceName\":\"Random-Integer-Device\","
                + "\"resourceName\":\"Int16\",\"profileName\":\"Random-Integer-Device\","
                + "\"valueType\":\"Int16\",\"value\":\"-123\"}]}";
        assertThat(api.get("/event/id/d5471d59-2810-419a-8744-18eb8fa03465").text())
                .isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":200,\"event\":" + event + "}");
        assertThat(api.get("/event/all").text())
                .isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":200,\"totalCount\":1,\"events\":[" + event + "]}");
    }

    @Test
    void echoesTheRequestId() {
        String id = UUID.randomUUID().toString();
        Answer answer = api.post(
                PATH, withReadings(simple("Int8", "5")).replace("\"requestId\":\"\"", "\"requestId\":\"" + id + "\""));

        assertThat(answer.json().get("requestId").asText()).isEqualTo(id);
    }

    @Test
    void refusesADuplicateIdAndKeepsTheFirst() {
        assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status()).isEqualTo(201);
        Answer again = api.post(PATH, withReadings(simple("Int8", "6")));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("statusCode").asInt()).isEqualTo(409);
        assertThat(again.json().get("message").asText()).contains(Requests.ID);
        assertThat(api.get("/event/all").text()).contains("\"value\":\"5\"").doesNotContain("\"value\":\"6\"");
    }

    @Test
    void givesBackWhatItWasGivenFromJsonAndFromCbor() {
        String rich = event("\"origin\":1602168089665565200,\"readings\":["
                + String.join(
                        ",",
                        simple("Float64", "1.234e+01"),
                        reading("\"valueType\":\"Binary\",\"mediaType\":\"image/png\",\"binaryValue\":\"AAECAw==\""),
                        reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1,\"x\",null]}"),
                        reading("\"valueType\":\"ObjectArray\",\"objectValue\":[{\"a\":1}]"),
                        reading("\"valueType\":\"Int8\",\"value\":null"),
                        reading("\"valueType\":\"String\",\"units\":\"°C\",\"value\":\"中😀\\n\\\"\","
                                + "\"tags\":{\"room\":7},\"ext\":true"))
                + "],\"tags\":{\"gateway\":{\"n\":1}},\"ext\":[1,2]");
        String expected = "\"readings\":["
                + String.join(
                        ",",
                        reading("\"valueType\":\"Float64\",\"value\":\"1.234e+01\""),
                        reading("\"valueType\":\"Binary\",\"binaryValue\":\"AAECAw==\",\"mediaType\":\"image/png\""),
                        reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1,\"x\",null]}"),
                        reading("\"valueType\":\"ObjectArray\",\"objectValue\":[{\"a\":1}]"),
                        reading("\"valueType\":\"Int8\",\"value\":null,\"binaryValue\":null,\"objectValue\":null"),
                        reading("\"valueType\":\"String\",\"units\":\"°C\",\"tags\":{\"room\":7},"
                                + "\"value\":\"中😀\\n\\\"\",\"ext\":true"))
                + "],\"tags\":{\"gateway\":{\"n\":1}},\"ext\":[1,2]}";

        assertThat(api.post(PATH, rich).status()).isEqualTo(201);
        assertThat(api.get("/event/id/" + Requests.ID).text()).contains(expected);
        assertThat(api.delete("/event/id/" + Requests.ID).status()).isEqualTo(200);

        assertThat(api.send("POST", PATH, cbor(rich), "Content-Type", "application/cbor")
                        .status())
                .isEqualTo(201);
        assertThat(api.get("/event/id/" + Requests.ID).text()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Int8         | -5                    | -5
                    Int8         | +05                   | 5
                    Uint64       | 18446744073709551615  | 18446744073709551615
                    Float64      | 1.234e+01             | 1.234e+01
                    Float32      | .5                    | 0.5
                    Float64      | 0x1p-2                | 0.25
                    Float64      | NaN                   | "NaN"
                    Float64      | -Inf                  | "-Infinity"
                    Bool         | true                  | "true"
                    String       | 12                    | "12"
                    BoolArray    | [true, 0,T]           | [true,false,true]
                    Int16Array   | [1, -2]               | [1,-2]
                    Float32Array | [1.5e+00, 2]          | [1.5e+00,2]
                    Uint8Array   | []                    | []
                    StringArray  | [a]                   | "[a]"
                    """)
    void answersNumbersWhenAsked(String type, String value, String expected) {
        api.post(PATH, withReadings(simple(type, value)));

        assertThat(api.get("/reading/all?numeric=true").text()).contains("\"value\":" + expected + "}");
        assertThat(api.get("/event/all?numeric=true").text()).contains("\"value\":" + expected + "}");
        assertThat(api.get("/event/all?numeric=false").text()).contains("\"value\":\"" + value + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    | /event/id/not-a-uuid                        | 400
                    DELETE | /event/id/not-a-uuid                        | 400
                    GET    | /event/id/00000000-0000-0000-0000-000000000009 | 404
                    DELETE | /event/id/00000000-0000-0000-0000-000000000009 | 404
                    GET    | /event/count                                | 200
                    GET    | /event/count/device/name/nobody             | 200
                    GET    | /event/device/name/nobody                   | 200
                    GET    | /event/device/name/%20                      | 400
                    GET    | /event/start/0/end/9223372036854775807      | 200
                    GET    | /event/start/5/end/4                        | 400
                    GET    | /event/start/-1/end/4                       | 400
                    GET    | /event/start/x/end/4                        | 400
                    GET    | /event/start/1/end/9223372036854775808      | 400
                    DELETE | /event/device/name/nobody                   | 202
                    DELETE | /event/age/0                                | 202
                    DELETE | /event/age/-1                               | 400
                    DELETE | /event/age/1h                               | 400
                    GET    | /event/all?offset=-1                        | 200
                    GET    | /event/all?offset=-2                        | 400
                    GET    | /event/all?offset=x                         | 400
                    GET    | /event/all?limit=-1                         | 200
                    GET    | /event/all?limit=-2                         | 400
                    GET    | /event/all?limit=1024                       | 200
                    GET    | /event/all?limit=1025                       | 400
                    GET    | /event/all?limit=x                          | 400
                    GET    | /event/all?limit=0                          | 200
                    GET    | /event/all?offset=1                         | 200
                    GET    | /event/all?offset=2147483648                | 400
                    GET    | /reading/all?aggregateFunc=MEDIAN           | 400
                    GET    | /reading/all?aggregateFunc=avg              | 200
                    GET    | /reading/count                              | 200
                    GET    | /reading/count/device/name/nobody           | 200
                    GET    | /reading/device/name/nobody                 | 200
                    GET    | /reading/resourceName/nothing               | 200
                    GET    | /reading/device/name/a/resourceName/b       | 200
                    GET    | /reading/start/1/end/2                      | 200
                    GET    | /reading/start/2/end/1                      | 400
                    GET    | /reading/resourceName/a/start/1/end/2       | 200
                    GET    | /reading/device/name/a/start/1/end/2        | 200
                    GET    | /reading/device/name/a/resourceName/b/start/1/end/2 | 200
                    GET    | /reading/device/name/a/resourceName/b/start/2/end/1 | 400
                    GET    | /reading/id/1                               | 404
                    PUT    | /event/all                                  | 405
                    POST   | /event/all                                  | 405
                    """)
    void answersWithTheStatusOfTheReference(String method, String path, int status) {
        Answer answer = api.send(method, path, new byte[0]);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("statusCode").asInt()).isEqualTo(status);
        assertThat(answer.json().get("apiVersion").asText()).isEqualTo("v3");
    }

    @Test
    void pagesFromTheNewestOnAndSaysTheTotal() {
        for (int i = 1; i <= 5; i++) {
            add("Device", i * 10L, "R");
        }

        assertThat(origins(api.get("/event/all"))).containsExactly(50L, 40L, 30L, 20L, 10L);
        assertThat(origins(api.get("/event/all?offset=1&limit=2"))).containsExactly(40L, 30L);
        assertThat(total(api.get("/event/all?offset=1&limit=2"))).isEqualTo(5);
        assertThat(origins(api.get("/event/all?offset=-1&limit=2"))).containsExactly(50L, 40L);
        assertThat(total(api.get("/event/all?offset=-1&limit=2"))).isZero();
        assertThat(total(api.get("/event/all?limit=0"))).isEqualTo(5);
        assertThat(origins(api.get("/event/all?limit=0"))).isEmpty();
        assertThat(origins(api.get("/event/all?offset=9&limit=0"))).isEmpty();
        assertThat(api.get("/event/all?offset=5").status()).isEqualTo(200);
        assertThat(origins(api.get("/event/all?offset=5"))).isEmpty();
        Answer beyond = api.get("/event/all?offset=6");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.json().get("message").asText())
                .isEqualTo("query objects bounds out of range. length:5 offset:6");
        assertThat(api.get("/reading/all?offset=6").status()).isEqualTo(416);
        assertThat(origins(api.get("/event/start/20/end/40"))).containsExactly(40L, 30L, 20L);
        assertThat(total(api.get("/event/start/20/end/40?limit=1"))).isEqualTo(3);
    }

    @Test
    void selectsReadingsByDeviceResourceAndRange() {
        add("Device", 10, "a", "b");
        add("Device", 20, "a", "c");
        add("Other", 30, "a");

        assertThat(total(api.get("/reading/all"))).isEqualTo(5);
        assertThat(total(api.get("/reading/device/name/Device"))).isEqualTo(4);
        assertThat(total(api.get("/reading/resourceName/a"))).isEqualTo(3);
        assertThat(total(api.get("/reading/device/name/Device/resourceName/a"))).isEqualTo(2);
        assertThat(total(api.get("/reading/start/20/end/30"))).isEqualTo(3);
        assertThat(total(api.get("/reading/resourceName/a/start/10/end/20"))).isEqualTo(2);
        assertThat(total(api.get("/reading/device/name/Device/resourceName/a/start/20/end/30")))
                .isEqualTo(1);
        String path = "/reading/device/name/Device/start/10/end/20";
        assertThat(total(api.get(path))).isEqualTo(4);
        assertThat(total(api.send("GET", path, "{\"resourceNames\":[\"a\",\"c\"]}".getBytes(UTF_8))))
                .isEqualTo(3);
        assertThat(total(api.send("GET", path, "{\"resourceNames\":[]}".getBytes(UTF_8))))
                .isEqualTo(4);
        assertThat(total(api.send("GET", path, "{}".getBytes(UTF_8)))).isEqualTo(4);
        for (String broken : List.of("{\"resourceNames\":\"a\"}", "{\"resourceNames\":[1]}", "[]", "{", "{}{}", "x")) {
            assertThat(api.send("GET", path, broken.getBytes(UTF_8)).status()).isEqualTo(400);
        }
        assertThat(api.get("/reading/count").json().get("count").asInt()).isEqualTo(5);
        assertThat(api.get("/reading/count/device/name/Other")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get("/event/count").json().get("count").asInt()).isEqualTo(3);
        assertThat(api.get("/event/count/device/name/Device")
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void showsADeletionBeforeItAnswers() {
        add("Device", 10, "a");
        add("Other", 20, "a");

        assertThat(api.delete("/event/device/name/Device").status()).isEqualTo(202);
        assertThat(origins(api.get("/event/all"))).containsExactly(20L);
        assertThat(api.delete("/event/age/0").status()).isEqualTo(202);
        assertThat(total(api.get("/reading/all"))).isZero();
    }

    @Test
    void deletesByAgeInNanoseconds() {
        long now = System.currentTimeMillis() * 1_000_000;
        add("Device", now - 60_000_000_000L, "a");
        add("Device", now + 3_600_000_000_000L, "a");

        assertThat(api.delete("/event/age/120000000000").status()).isEqualTo(202);
        assertThat(total(api.get("/event/all"))).isEqualTo(2);
        assertThat(api.delete("/event/age/30000000000").status()).isEqualTo(202);
        assertThat(total(api.get("/event/all"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    MIN   | -5    | Int64   | 1    | Uint64 | 0.5 | Float64
                    Max   | 7     | Int64   | 3    | Uint64 | 2.0 | Float64
                    sum   | 2     | Int64   | 4    | Uint64 | 2.5 | Float64
                    count | 2     | Uint64  | 2    | Uint64 | 2   | Uint64
                    AVG   | 1.0   | Float64 | 2.0  | Float64 | 1.25 | Float64
                    """)
    void aggregates(
            String function,
            String ints,
            String intType,
            String uints,
            String uintType,
            String floats,
            String floatType) {
        api.post(
                PATH,
                withReadings(
                        simple("Int8", "-5"),
                        simple("Int8", "7"),
                        reading("\"valueType\":\"Int8\",\"value\":null"),
                        simple("Uint16", "1"),
                        simple("Uint16", "3"),
                        simple("Float32", "0.5"),
                        simple("Float32", "2"),
                        simple("String", "x")));

        Answer answer = api.get("/reading/all?aggregateFunc=" + function);

        String group = "{\"deviceName\":\"Device\",\"resourceName\":\"Resource\",\"profileName\":\"Profile\",";
        String text = function.equals("count")
                ? "\"valueType\":\"Uint64\",\"value\":1}"
                : "\"valueType\":\"String\",\"value\":\"\"}";
        assertThat(answer.text())
                .isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":200,\"aggregateFunc\":\"" + function
                        + "\",\"readings\":["
                        + group + "\"valueType\":\"" + floatType + "\",\"value\":" + floats + "},"
                        + group + "\"valueType\":\"" + intType + "\",\"value\":" + ints + "},"
                        + group + text + ","
                        + group + "\"valueType\":\"" + uintType + "\",\"value\":" + uints + "}]}");
    }

    @Test
    void servesNamesWithAnyCharacter() {
        String name = "Gerät 7/a+b%;中😀?#";
        String escaped = URLEncoder.encode(name, UTF_8).replace("+", "%20");
        String body = withReadings(simple("Int8", "5").replace("\"Device\"", "\"" + name + "\""))
                .replace("\"Device\"", "\"" + name + "\"");

        Answer added = api.post("/event/s/Profile/" + escaped + "/Source", body);

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(total(api.get("/event/device/name/" + escaped))).isEqualTo(1);
        assertThat(api.get("/reading/count/device/name/" + escaped)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.delete("/event/device/name/" + escaped).status()).isEqualTo(202);
        assertThat(total(api.get("/event/all"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x"})
    void refusesOtherContentTypes(String contentType) {
        Answer answer =
                api.send("POST", PATH, withReadings(simple("Int8", "5")).getBytes(UTF_8), "Content-Type", contentType);

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void changesNothingForABodyThatIsNotValid() {
        for (String body : List.of(
                "",
                "{",
                "[]",
                withReadings(simple("Int8", "500")),
                withReadings(simple("Int8", "5"), simple("Int8", "x")),
                withReadings(simple("Int8", "5")) + "x")) {
            Answer answer = api.post(PATH, body);
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().get("message").asText()).isNotBlank().doesNotContain("Exception");
        }
        assertThat(total(api.get("/event/all"))).isZero();
    }

    private static void add(String device, long origin, String... resources) {
        List<String> readings = new ArrayList<>();
        for (String resource : resources) {
            readings.add("{\"origin\":" + origin + ",\"deviceName\":\"" + device + "\",\"resourceName\":\"" + resource
                    + "\",\"valueType\":\"Int8\",\"value\":\"1\"}");
        }
        String body = event("\"origin\":" + origin + ",\"readings\":[" + String.join(",", readings) + "]")
                .replace("\"Device\"", "\"" + device + "\"")
                .replace(Requests.ID, UUID.randomUUID().toString());
        Answer answer = api.post("/event/s/Profile/" + device + "/Source", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private static List<Long> origins(Answer answer) {
        List<Long> origins = new ArrayList<>();
        for (JsonNode event : answer.json().get("events")) {
            origins.add(event.get("origin").asLong());
        }
        return origins;
    }

    private static long total(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("totalCount").asLong();
    }

    @ParameterizedTest
    @CsvSource({"/event/all, events", "/reading/all, readings", "/reading/device/name/Device, readings"})
    void refusesAPageThatIsTooLargeWithTheLimitThatFits(String path, String noun) {
        try {
            api.configure("max.page.size", 300);
            for (int i = 0; i < 5; i++) {
                String event = withReadings(simple("String", "x".repeat(100_000)));
                Answer added = api.post(
                        PATH, event.replace(Requests.ID, UUID.randomUUID().toString()));
                assertThat(added.status()).as(added.text()).isEqualTo(201);
            }

            Answer refused = api.get(path + "?limit=5");
            assertThat(refused.status()).isEqualTo(413);
            assertThat(refused.json().get("message").asText())
                    .isEqualTo("the page holds more than 300 KB (max.page.size); the first 3 " + noun
                            + " fit: ask with limit=3");
            Answer fits = api.get(path + "?limit=3");
            assertThat(fits.status()).isEqualTo(200);
            assertThat(fits.json().get("totalCount").asInt()).isEqualTo(5);
            assertThat(fits.json().get(noun)).hasSize(3);

            api.configure("max.page.size", 1024);
            assertThat(api.get(path + "?limit=5").json().get(noun)).hasSize(5);
        } finally {
            api.configure("max.page.size", 16384);
        }
    }

    @Test
    void answersARecordOfMoreThanAPageByItself() {
        try {
            api.configure("max.page.size", 1);
            assertThat(api.post(PATH, withReadings(simple("String", "x".repeat(5_000))))
                            .status())
                    .isEqualTo(201);

            assertThat(api.get("/event/all?limit=1").json().get("events")).hasSize(1);
        } finally {
            api.configure("max.page.size", 16384);
        }
    }
}
