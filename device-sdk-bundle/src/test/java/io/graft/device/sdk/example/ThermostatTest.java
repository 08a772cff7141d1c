package io.graft.device.sdk.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.internal.EdgexStub;
import io.graft.device.sdk.internal.TestHost;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the guide says of the example. */
class ThermostatTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MemoryBus memory = new MemoryBus();
    private final Bus bus = TestBus.around(memory);
    private final HttpClient http = HttpClient.newHttpClient();
    private EdgexStub edgex;
    private Thermostat thermostat;
    private TestHost host;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void start() throws IOException {
        edgex = new EdgexStub();
        thermostat = new Thermostat(Map.of("metadata.url", edgex.url()));
        host = TestHost.run(thermostat, bus);
        await().until(() -> !memory.published("edgex/events/device/#").isEmpty());
    }

    @AfterEach
    void stop() {
        host.close();
        edgex.close();
        await().until(() -> TestHost.threads("device-thermostat").isEmpty());
    }

    @Test
    void registersItselfItsProfileItsDeviceAndItsWatcher() {
        assertThat(edgex.services.get("device-thermostat").path("baseAddress").asText())
                .isEqualTo("http://localhost:59998");
        assertThat(edgex.profiles).containsOnlyKeys("thermostat");
        JsonNode autoEvent =
                edgex.devices.get("kitchen-thermostat").path("autoEvents").get(0);
        assertThat(autoEvent.path("interval").asText()).isEqualTo("100ms");
        assertThat(edgex.watchers).containsOnlyKeys("rooms");
    }

    @Test
    void publishesWhatHasChangedOnTheBus() throws IOException {
        String topic = "edgex/events/device/device-thermostat/thermostat/kitchen-thermostat/Temperature";
        JsonNode event = JSON.readTree(
                        Envelope.read(memory.published(topic).get(0).payload()).text())
                .path("event");
        assertThat(event.path("deviceName").asText()).isEqualTo("kitchen-thermostat");
        assertThat(event.path("profileName").asText()).isEqualTo("thermostat");
        assertThat(event.path("sourceName").asText()).isEqualTo("Temperature");
        JsonNode reading = event.path("readings").get(0);
        assertThat(reading.path("value").asText()).isEqualTo("21.25");
        assertThat(reading.path("units").asText()).isEqualTo("°C");
        assertThat(reading.path("valueType").asText()).isEqualTo("Float64");
    }

    @Test
    void publishesWhatTheDeviceSaysByItself() throws DeviceException {
        thermostat.turned("kitchen-thermostat", 19.5);
        String topic = "edgex/events/device/device-thermostat/thermostat/kitchen-thermostat/Target";
        await().until(() -> !memory.published(topic).isEmpty());
    }

    @Test
    void answersCommandsByRest() throws Exception {
        try (SocketService served = new SocketService(host.rest())) {
            String url = "http://127.0.0.1:" + served.port() + "/api/v3/device/name/kitchen-thermostat/";
            HttpResponse<String> both = get(url + "Both");
            assertThat(both.statusCode()).isEqualTo(200);
            assertThat(values(both.body())).containsExactly("21.25", "21.5");

            assertThat(put(url + "Target", "{\"Target\": 18}").statusCode()).isEqualTo(200);
            assertThat(values(get(url + "Target").body())).containsExactly("18");

            HttpResponse<String> tooHot = put(url + "Target", "{\"Target\": \"31\"}");
            assertThat(tooHot.statusCode()).isEqualTo(400);
            assertThat(tooHot.body()).contains("Target = 31 is out of its limits: 5 minimum, 30 maximum");
            assertThat(put(url + "Temperature", "{\"Temperature\": 1}").statusCode())
                    .isEqualTo(405);
            assertThat(put(url + "Target", "{\"Target\": \"warm\"}").body()).contains("'warm' is no Float64");
            assertThat(get(url + "Humidity").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void answersCommandsOnTheBus() throws Exception {
        String topic = "edgex/device/command/request/device-thermostat/kitchen-thermostat/Target/";
        Envelope read = request(topic + "get", "");
        assertThat(read.errorCode()).isZero();
        assertThat(values(read.text())).containsExactly("21.5");
        assertThat(request(topic + "set", "{\"Target\": \"20\"}").errorCode()).isZero();
        assertThat(values(request(topic + "get", "").text())).containsExactly("20");
        Envelope refused = request(topic + "set", "{\"Target\": \"1\"}");
        assertThat(refused.errorCode()).isEqualTo(1);
        assertThat(refused.text()).contains("out of its limits");
    }

    @Test
    void saysWhetherADeviceIsValid() throws Exception {
        String device = "{\"device\":{\"name\":\"x\",\"protocols\":{\"room\":{\"name\":\"%s\"}}}}";
        String topic = "edgex/device-thermostat/validate/device";
        assertThat(request(topic, device.formatted("cellar")).errorCode()).isZero();
        Envelope refused = request(topic, device.formatted("attic"));
        assertThat(refused.errorCode()).isEqualTo(1);
        assertThat(refused.text()).contains("'attic' is none of the rooms");
    }

    @Test
    void findsTheDeviceThatItsWatcherWants() throws Exception {
        try (SocketService served = new SocketService(host.rest())) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + "/api/v3/discovery"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build());
            assertThat(answer.statusCode()).isEqualTo(202);
            await().until(() -> edgex.devices.containsKey("cellar-thermostat"));
        }
    }

    private Envelope request(String topic, String payload) throws Exception {
        Envelope request = Envelope.json(payload.getBytes(StandardCharsets.UTF_8))
                .withRequestId(UUID.randomUUID().toString());
        return bus.request(topic, request, SOON).toCompletableFuture().get();
    }

    private HttpResponse<String> get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private HttpResponse<String> put(String url, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Iterable<String> values(String response) throws IOException {
        return JSON.readTree(response).path("event").path("readings").findValuesAsText("value");
    }
}
