package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DispatcherTest {

    record Thing(String name, Integer count) {}

    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = TestGateway.of(Routes.builder()
                .get("/thing/name/{name}", "Gives the name.", request -> text(request, "name"))
                .get("/thing/all", "Gives all.", request -> Response.envelope(200))
                .get("/key/{key*}", "Gives the rest.", request -> text(request, "key"))
                .post("/thing", "Binds a thing.", request -> {
                    Thing thing = request.bind(Thing.class, 1000);
                    return Response.envelope(201, out -> {
                        out.writeStringField("name", thing.name());
                        out.writeNumberField("count", thing.count() == null ? -1 : thing.count());
                    });
                })
                .post("/thing/forget", "Forgets all.", request -> Response.envelope(202))
                .get("/broken", "Fails.", request -> {
                    throw new IllegalStateException("secret detail");
                })
                .get("/large/{lines}", "Gives a lot.", request -> {
                    int lines = Integer.parseInt(request.pathParam("lines"));
                    return Response.json(200, out -> {
                        out.writeStartArray();
                        for (int i = 0; i < lines; i++) {
                            out.writeString("line " + i);
                        }
                        out.writeEndArray();
                    });
                })
                .build());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void answersAnEnvelopeWithTheExactContentTypeAndTheCorrelationId() throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/thing/all", "", "X-Correlation-ID: abc-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":200}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("X-Correlation-ID")).isEqualTo("abc-1");
    }

    @Test
    void decodesNamesInPathsWhateverTheyHold() throws Exception {
        assertThat(named("%E6%B8%A9%E5%BA%A6")).isEqualTo("温度");
        assertThat(named("a%20b")).isEqualTo("a b");
        assertThat(named("a%2Fb")).isEqualTo("a/b");
        assertThat(named("a%252Fb")).isEqualTo("a%2Fb");
        assertThat(named("%2e%2e")).isEqualTo("..");
        assertThat(named("a;b=c")).isEqualTo("a;b=c");
        assertThat(named("a%5Cb%25%3F%23")).isEqualTo("a\\b%?#");
        assertThat(named("a+b")).isEqualTo("a+b");
        assertThat(named("温度")).isEqualTo("温度");
    }

    @Test
    void refusesWhatIsNoPercentEncodedUtf8() throws Exception {
        for (String raw : new String[] {"%", "%4", "%zz", "%ff", "a%C3", "%u0041", "%C0%AF", "%ED%A0%80"}) {
            RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/thing/name/" + raw, "");
            assertThat(answer.status()).as(raw).isEqualTo(400);
            assertThat(answer.body()).as(raw).contains("\"statusCode\":400");
            assertThat(answer.header("Content-Type")).as(raw).isEqualTo("application/json");
        }
    }

    @Test
    void tellsAPathThatIsNotThereFromAMethodThatIsNotAllowed() throws Exception {
        RawHttp.Answer missing = RawHttp.once(gateway.port(), "GET", "/api/v3/nothing", "");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("\"statusCode\":404").contains("/api/v3/nothing");
        RawHttp.Answer method = RawHttp.once(gateway.port(), "DELETE", "/api/v3/thing/all", "");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void letsNoPageOfAnotherSiteChangeAnything() throws Exception {
        String own = "Origin: http://localhost";

        assertThat(forgotten("Origin: http://elsewhere.example")).isEqualTo(403);
        assertThat(forgotten("Origin: null")).isEqualTo(403);
        assertThat(forgotten("Sec-Fetch-Site: cross-site")).isEqualTo(403);
        assertThat(forgotten(own)).isEqualTo(202);
        assertThat(forgotten("Accept: application/json")).isEqualTo(202);
        assertThat(RawHttp.once(gateway.port(), "GET", "/api/v3/thing/all", "", "Origin: http://elsewhere.example")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void streamsALongAnswer() throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/large/20000", "");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.body())
                .isEqualTo(IntStream.range(0, 20_000)
                        .mapToObj(i -> "\"line " + i + "\"")
                        .collect(java.util.stream.Collectors.joining(",", "[", "]")));
    }

    @Test
    void keepsDefectsToItself() throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/broken", "");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void answersTheCommonEndpoints() throws Exception {
        assertThat(body("/api/v3/ping"))
                .matches(
                        "\\{\"apiVersion\":\"v3\",\"timestamp\":\"\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d UTC \\d{4}\","
                                + "\"serviceName\":\"core-test\"}");
        assertThat(body("/api/v3/version"))
                .isEqualTo("{\"apiVersion\":\"v3\",\"version\":\"4.1.0\",\"serviceName\":\"core-test\","
                        + "\"graftVersion\":\"1.0.0\"}");
        assertThat(body("/api/v3/config"))
                .isEqualTo("{\"apiVersion\":\"v3\",\"config\":{\"Service\":{\"Port\":59880},"
                        + "\"Writable\":{\"LogLevel\":\"INFO\",\"PersistData\":true}},\"serviceName\":\"core-test\"}");
        assertThat(body("/health/ready")).contains("\"status\":\"UP\"");
        assertThat(body("/metrics"))
                .contains("graft_http_request_seconds_bucket{service=\"core-test\",method=\"GET\","
                        + "route=\"/api/v3/ping\",code=\"200\",le=\"10\"}");
        assertThat(body("/api/v3/openapi.json"))
                .contains("\"/thing/name/{name}\":{\"get\":{\"summary\":\"Gives the name.\"")
                .contains("\"/key/{key}\"");
    }

    @Test
    void refusesToKeepSecrets() throws Exception {
        RawHttp.Answer bad = RawHttp.once(gateway.port(), "POST", "/api/v3/secret", "{\"apiVersion\":\"v3\"}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body())
                .contains("SecretRequest.SecretName field is required; SecretRequest.SecretData field is required");
        RawHttp.Answer good = RawHttp.once(
                gateway.port(),
                "POST",
                "/api/v3/secret",
                "{\"apiVersion\":\"v3\",\"secretName\":\"a\",\"secretData\":[{\"key\":\"k\",\"value\":\"v\"}]}");
        assertThat(good.status()).isEqualTo(405);
    }

    private String body(String path) throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", path, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String named(String raw) throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/thing/name/" + raw, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Response text(Request request, String param) {
        return Response.of(200, "text/plain", request.pathParam(param).getBytes(StandardCharsets.UTF_8));
    }

    private int forgotten(String header) throws Exception {
        return RawHttp.once(gateway.port(), "POST", "/api/v3/thing/forget", "", header)
                .status();
    }
}
