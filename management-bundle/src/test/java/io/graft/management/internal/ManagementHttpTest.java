package io.graft.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.certification.CertificateStatus;
import io.graft.bus.binding.BusBindingException;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.BindingException.Reason;
import io.graft.persistence.binding.Bindings;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.SpoolStatus;
import io.graft.persistence.binding.StoreKind;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service behind the gateway's real dispatcher, over a socket. */
class ManagementHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TwoProviders bindings = new TwoProviders();
    private final MemoryBus memory = new MemoryBus("broker");
    private final KnownBuses buses = new KnownBuses();
    private final HttpClient client = HttpClient.newHttpClient();
    private SocketService server;

    @BeforeEach
    void start() {
        server = new SocketService(new ManagementService(
                bindings, new KnownMigrations(), TestBus.around(memory), buses, new FixedMetrics()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsProvidersWithWhatAnOperatorAsksFor() throws Exception {
        JsonNode answer = ok("GET", "/provider", null);

        assertThat(answer.get("totalCount").intValue()).isEqualTo(2);
        JsonNode embedded = answer.get("providers").get(0);
        assertThat(embedded.get("name").textValue()).isEqualTo("embedded");
        assertThat(embedded.get("version").textValue()).isEqualTo("1.0.0");
        assertThat(embedded.get("bundle").get("symbolicName").textValue()).isEqualTo("io.graft.persistence.embedded");
        assertThat(embedded.get("stores").toString()).isEqualTo("[\"events\",\"documents\"]");
        assertThat(embedded.get("health").get("status").textValue()).isEqualTo("OK");
        assertThat(embedded.get("boundBy").get(0).textValue()).isEqualTo("core-data events");
        assertThat(embedded.has("certificate")).isFalse();
        JsonNode redis = answer.get("providers").get(1);
        assertThat(redis.get("stores").isEmpty()).isTrue();
        assertThat(redis.get("health").get("message").textValue()).isEqualTo("connection refused");
        assertThat(redis.get("certificate").get("state").textValue()).isEqualTo("CERTIFIED");
        assertThat(redis.get("certificate").get("when").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(ok("GET", "/provider/redis", null).get("totalCount").intValue())
                .isEqualTo(1);
        assertThat(refused(404, "GET", "/provider/none", null)).contains("embedded, redis");
    }

    @Test
    void listsBindings() throws Exception {
        JsonNode binding = ok("GET", "/binding", null).get("bindings").get(0);

        assertThat(binding.get("service").textValue()).isEqualTo("core-data");
        assertThat(binding.get("property").textValue()).isEqualTo("events.target");
        assertThat(binding.get("target").textValue()).isEqualTo("(persistence.provider=embedded)");
        assertThat(binding.get("state").textValue()).isEqualTo("BOUND");
        assertThat(binding.get("provider").textValue()).isEqualTo("embedded");
        assertThat(binding.has("problem")).isFalse();
        assertThat(ok("GET", "/binding/core-data", null).get("bindings")).hasSize(1);
        assertThat(ok("GET", "/binding/core-data/events", null)
                        .get("binding")
                        .get("pid")
                        .textValue())
                .isEqualTo("io.graft.coredata");
        assertThat(refused(404, "GET", "/binding/none", null)).contains("core-data");
        assertThat(refused(404, "GET", "/binding/core-data/none", null)).contains("none");
    }

    @Test
    void givesAllAtOnceForAPageThatIsLive() throws Exception {
        JsonNode status = ok("GET", "/status", null);

        assertThat(status.get("eventsPersisted").longValue()).isEqualTo(7);
        assertThat(status.get("readingsPersisted").longValue()).isEqualTo(11);
        assertThat(status.get("bindings")).isEqualTo(ok("GET", "/binding", null).get("bindings"));
        assertThat(status.get("providers"))
                .isEqualTo(ok("GET", "/provider", null).get("providers"));
        assertThat(status.get("spools")).isEqualTo(ok("GET", "/spool", null).get("spools"));
        assertThat(status.get("migrations"))
                .isEqualTo(ok("GET", "/migration", null).get("migrations"));
        assertThat(status.get("bus")).isEqualTo(ok("GET", "/bus", null).get("bus"));
    }

    @Test
    void givesTheStateOfTheBus() throws Exception {
        JsonNode bus = ok("GET", "/bus", null).get("bus");

        assertThat(bus.get("state").textValue()).isEqualTo("BOUND");
        assertThat(bus.get("provider").textValue()).isEqualTo("broker");
        assertThat(bus.get("connected").booleanValue()).isTrue();
        assertThat(bus.get("endpoint").textValue()).isEqualTo("memory://broker");
        assertThat(bus.has("clients")).isFalse();
        assertThat(bus.has("problem")).isFalse();
        assertThat(bus.get("publishFailures").longValue()).isZero();
        JsonNode replies = bus.get("subscriptions").get(0);
        assertThat(replies.get("name").textValue()).isEqualTo("graft-replies");
        assertThat(replies.get("filters").toString()).isEqualTo("[\"edgex/response/+/+\"]");
        assertThat(replies.get("qos").intValue()).isEqualTo(1);
        assertThat(replies.get("durable").booleanValue()).isFalse();
        assertThat(bus.get("providers").get(0).get("name").textValue()).isEqualTo("broker");

        memory.connected(false);
        JsonNode cut = ok("GET", "/bus", null).get("bus");
        assertThat(cut.get("connected").booleanValue()).isFalse();
        assertThat(cut.get("detail").textValue()).isEqualTo("cut off");
    }

    @Test
    void changesTheProviderOfTheBus() throws Exception {
        ok("PUT", "/bus", "{\"provider\":\"mqtt\"}");
        assertThat(buses.asked).containsExactly("mqtt");

        assertThat(refused(400, "PUT", "/bus", "{}")).contains("provider");
        assertThat(refused(400, "PUT", "/bus", "{\"provider\":\" \"}")).contains("provider");
        assertThat(buses.asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"INVALID,400", "NOT_CONNECTED,409", "FAILED,503"})
    void aRefusalToChangeTheBusKeepsItsMessage(BusBindingException.Reason reason, int status) throws Exception {
        buses.refusal = new BusBindingException(reason, "because of this");

        assertThat(refused(status, "PUT", "/bus", "{\"provider\":\"mqtt\"}")).isEqualTo("because of this");
    }

    @Test
    void givesTheSpoolOfAService() throws Exception {
        JsonNode answer = ok("GET", "/spool/core-data", null);

        assertThat(answer.get("totalCount").intValue()).isEqualTo(1);
        JsonNode spool = answer.get("spools").get(0);
        assertThat(spool.get("service").textValue()).isEqualTo("core-data");
        assertThat(spool.get("state").textValue()).isEqualTo("SPOOLING");
        assertThat(spool.get("events").longValue()).isEqualTo(1234);
        assertThat(spool.get("oldestSeconds").doubleValue()).isEqualTo(61.5);
        assertThat(spool.has("timeToLiveSeconds")).isFalse();
        assertThat(spool.get("drainedPerSecond").doubleValue()).isEqualTo(0.3);
        assertThat(spool.get("problem").textValue()).isEqualTo("no store is bound");
        assertThat(refused(404, "GET", "/spool/none", null)).contains("'none'").contains("there is core-data");
    }

    @Test
    void changesABinding() throws Exception {
        JsonNode changed = ok("PUT", "/binding/core-data", "{\"provider\":\"redis\"}");
        assertThat(changed.get("binding").get("service").textValue()).isEqualTo("core-data");
        ok("PUT", "/binding/core-data/events", "{\"provider\":\"embedded\"}");

        assertThat(bindings.asked)
                .containsExactly("core-data Optional.empty redis", "core-data Optional[events] embedded");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN_SERVICE,404", "INVALID,400", "NOT_SERVING,409", "FAILED,503"})
    void aRefusalKeepsItsMessage(Reason reason, int status) throws Exception {
        bindings.refusal = new BindingException(reason, "because of this");

        assertThat(refused(status, "PUT", "/binding/core-data", "{\"provider\":\"redis\"}"))
                .isEqualTo("because of this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"provider\":null}",
                "{\"provider\":\" \"}",
                "{\"provider\":7}",
                "{\"provider\":[\"redis\"]}"
            })
    void aBodyThatNamesNoProviderChangesNothing(String body) throws Exception {
        assertThat(refused(400, "PUT", "/binding/core-data", body)).isNotBlank();
        assertThat(bindings.asked).isEmpty();
    }

    @Test
    void describesItself() throws Exception {
        JsonNode paths =
                JSON.readTree(send("GET", "/openapi.json", null).body()).get("paths");

        assertThat(paths.get("/binding/{service}").has("put")).isTrue();
        assertThat(paths.get("/provider").has("get")).isTrue();
        assertThat(paths.get("/bus").has("put")).isTrue();
        assertThat(ok("GET", "/ping", null).get("serviceName").textValue()).isEqualTo("gateway");
    }

    private JsonNode ok(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String refused(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body()).get("message").textValue();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v3" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** One service, one provider that serves and one that does not. */
    private static final class TwoProviders implements Bindings {

        private final List<String> asked = new ArrayList<>();
        private BindingException refusal;

        @Override
        public List<Binding> bindings() {
            return List.of(new Binding(
                    "core-data",
                    "io.graft.coredata",
                    "events",
                    StoreKind.EVENTS,
                    "(persistence.provider=embedded)",
                    Binding.State.BOUND,
                    Optional.of(new Binding.Bound("embedded", "1.0.0", 42)),
                    ""));
        }

        @Override
        public List<Provider> providers() {
            return List.of(
                    new Provider(
                            "embedded",
                            "1.0.0",
                            new Provider.BundleInfo(42, "io.graft.persistence.embedded", "1.0.0"),
                            Set.of(StoreKind.DOCUMENTS, StoreKind.EVENTS),
                            true,
                            new Provider.Health("OK", ""),
                            List.of("core-data events"),
                            Optional.empty()),
                    new Provider(
                            "redis",
                            "1.1.0",
                            new Provider.BundleInfo(43, "io.graft.persistence.redis", "1.1.0"),
                            Set.of(),
                            false,
                            new Provider.Health("CRITICAL", "connection refused"),
                            List.of(),
                            Optional.of(new CertificateStatus(
                                    CertificateStatus.State.CERTIFIED,
                                    "certified for contract 1.0",
                                    Instant.parse("2026-01-02T03:04:05Z"),
                                    null))));
        }

        @Override
        public List<SpoolStatus> spools() {
            return List.of(new SpoolStatus(
                    "core-data",
                    "events",
                    SpoolStatus.State.SPOOLING,
                    1234,
                    56_789,
                    1L << 30,
                    Duration.ofMillis(61_500),
                    Optional.empty(),
                    0.26,
                    100,
                    2000,
                    766,
                    0,
                    0,
                    0,
                    "no store is bound"));
        }

        @Override
        public Binding bind(String service, Optional<String> reference, String provider) {
            if (refusal != null) {
                throw refusal;
            }
            asked.add(service + " " + reference + " " + provider);
            return bindings().get(0);
        }
    }
}
