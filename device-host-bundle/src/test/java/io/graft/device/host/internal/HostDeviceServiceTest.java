package io.graft.device.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.device.sdk.internal.EdgexStub;
import io.graft.device.sdk.internal.TestHost;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

class HostDeviceServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String COMMAND = "edgex/device/command/request/device-host/this-machine/";

    private final MemoryBus memory = new MemoryBus();
    private final Bus bus = TestBus.around(memory);
    private EdgexStub edgex;
    private HostDeviceService service;
    private TestHost host;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void start() throws IOException {
        edgex = new EdgexStub();
        run(Map.of());
    }

    @AfterEach
    void stop() {
        host.close();
        edgex.close();
        await().until(() -> TestHost.threads("device-host").isEmpty());
    }

    @Test
    void registersServiceProfilesAndDeviceAndThenSendsEvents() {
        awaitEvents(2);
        assertThat(edgex.services.get("device-host").path("baseAddress").asText())
                .isEqualTo("http://localhost:59997");
        assertThat(edgex.devices.get("this-machine").path("profileName").asText())
                .isEqualTo("host");
        JsonNode profile = edgex.profiles.get("host");
        assertThat(profile.get("deviceResources")).hasSize(HostResource.values().length + 1);
        assertThat(profile.get("deviceCommands").get(0).get("resourceOperations"))
                .hasSize(HostResource.values().length);
        assertThat(edgex.watchers.get("network-interfaces").path("adminState").asText())
                .isEqualTo("LOCKED");
    }

    @Test
    void theFirstEventHoldsAllThatCanBeMeasuredInNanosecondsOfNow() throws IOException {
        long before = (System.currentTimeMillis() - 60_000) * 1_000_000;
        awaitEvents(1);
        JsonNode event = events().get(0);
        assertThat(event.get("origin").longValue()).isBetween(before, (System.currentTimeMillis() + 1) * 1_000_000);
        Set<String> known = edgex.profiles.get("host").findValues("deviceResources").stream()
                .flatMap(each -> each.findValuesAsText("name").stream())
                .collect(Collectors.toSet());
        assertThat(event.get("readings").size()).isGreaterThan(5);
        event.get("readings").forEach(reading -> {
            assertThat(known).contains(reading.get("resourceName").asText());
            assertThat(reading.get("deviceName").asText()).isEqualTo("this-machine");
            assertThat(reading.get("profileName").asText()).isEqualTo("host");
            assertThat(reading.get("value").asText()).matches("-?[0-9]+(\\.[0-9]{1,2})?");
            assertThat(reading.get("valueType").asText()).isIn("Float64", "Uint64");
        });
    }

    @Test
    void whatDoesNotChangeIsSentOnce() throws IOException {
        awaitEvents(4);
        List<JsonNode> events = events();
        assertThat(names(events.get(0))).contains("MemoryTotal", "HeapMax");
        for (JsonNode each : events.subList(1, events.size())) {
            assertThat(names(each)).doesNotContain("MemoryTotal", "HeapMax").isNotEmpty();
        }
    }

    @Test
    void allIsSentEachTimeIfThatIsWanted() {
        awaitEvents(1);
        service.modified(configuration(Map.of("on.change", "false")));
        host.modified();
        await().until(() -> !edgex.devices
                .get("this-machine")
                .path("autoEvents")
                .get(0)
                .path("onChange")
                .asBoolean());
        await().until(() -> events().stream()
                        .filter(each -> names(each).containsAll(List.of("MemoryTotal", "HeapMax")))
                        .count()
                >= 5);
    }

    @Test
    void aSecondStartFindsAllThereAndOnlyPatchesTheService() {
        awaitEvents(1);
        host.close();
        edgex.requests.clear();
        int events = memory.published("edgex/events/#").size();
        run(Map.of());
        awaitEvents(events + 1);
        await().until(() -> edgex.requests.contains("GET provisionwatcher/service/name/device-host"));
        assertThat(edgex.requests.subList(0, 3))
                .containsExactly("GET ping", "GET deviceservice/name/device-host", "PATCH deviceservice");
        assertThat(edgex.requests.stream().filter(each -> !each.startsWith("GET")))
                .containsExactly("PATCH deviceservice");
    }

    @Test
    void withoutABusEventsGoToCoreData() {
        host.close();
        service = new HostDeviceService(context(), configuration(Map.of()));
        host = TestHost.run(service, TestBus.unbound());
        await().until(() -> edgex.events.size() >= 2);
        assertThat(edgex.events.stream().map(each -> each.get("id").asText()).distinct())
                .hasSize(edgex.events.size());
    }

    @Test
    void oneLineTurnsItOffAndOnAgain() {
        awaitEvents(1);
        service.modified(configuration(Map.of("enabled", "false")));
        host.modified();
        await().until(() -> TestHost.threads("device-host").isEmpty());
        assertThat(host.rest()).isNull();
        int events = memory.published("edgex/events/#").size();
        service.modified(configuration(Map.of("enabled", "true")));
        host.modified();
        awaitEvents(events + 1);
    }

    @Test
    void anotherIntervalTakesEffectAtOnceAndDoesNotRegisterAgain() {
        awaitEvents(1);
        service.modified(configuration(Map.of("interval.ms", "86400000")));
        host.modified();
        await().until(() -> interval().equals("86400s"));
        service.modified(configuration(Map.of("interval.ms", "150")));
        host.modified();
        await().until(() -> interval().equals("150ms"));
        int events = memory.published("edgex/events/#").size();
        awaitEvents(events + 2);
        assertThat(edgex.requests).containsOnlyOnce("GET ping");
    }

    @Test
    void anAddressThatIsNoneStopsItUntilItIsMended() {
        awaitEvents(1);
        service.modified(configuration(Map.of("data.url", "ftp://x")));
        host.modified();
        await().until(() -> TestHost.threads("device-host").isEmpty());
        int events = memory.published("edgex/events/#").size();
        service.modified(configuration(Map.of()));
        host.modified();
        awaitEvents(events + 1);
    }

    @Test
    void anyResourceCanBeReadNow() throws Exception {
        awaitEvents(1);
        Envelope answer = request(COMMAND + "MemoryTotal/get", "");
        assertThat(answer.errorCode()).isZero();
        JsonNode reading =
                JSON.readTree(answer.text()).path("event").path("readings").get(0);
        assertThat(reading.path("resourceName").asText()).isEqualTo("MemoryTotal");
        assertThat(reading.path("value").asLong()).isPositive();
    }

    @Test
    void theIntervalCanBeSetWithinLimitsAndIsKeptOverARestart() throws Exception {
        awaitEvents(1);
        assertThat(request(COMMAND + "SamplingInterval/set", "{\"SamplingInterval\":\"2500\"}")
                        .errorCode())
                .isZero();
        assertThat(interval()).isEqualTo("2500ms");
        Envelope refused = request(COMMAND + "SamplingInterval/set", "{\"SamplingInterval\":\"99\"}");
        assertThat(refused.errorCode()).isEqualTo(1);
        assertThat(refused.text())
                .isEqualTo("SamplingInterval = 99 is out of its limits: 100 minimum, 86400000 maximum");
        host.close();
        edgex.requests.clear();
        run(Map.of());
        await().until(() -> edgex.requests.contains("GET device/service/name/device-host"));
        await().until(() -> request(COMMAND + "SamplingInterval/get", "").text().contains("\"value\":\"2500\""));
        assertThat(interval()).isEqualTo("2500ms");
    }

    @Test
    void onlyDevicesOfThisMachineAreValid() throws Exception {
        String topic = "edgex/device-host/validate/device";
        String device = "{\"device\":{\"name\":\"x\",\"protocols\":{%s}}}";
        assertThat(request(topic, device.formatted("\"host\":{\"address\":\"local\"}"))
                        .errorCode())
                .isZero();
        assertThat(request(topic, device.formatted("\"modbus\":{}")).text()).contains("neither protocols.host");
        assertThat(request(topic, device.formatted("\"network\":{\"interface\":\"no such\"}"))
                        .text())
                .contains("'no such' is none of this machine's");
    }

    @Test
    void invalidValuesKeepTheOldOnes() {
        HostSettings old = HostSettings.DEFAULT.withInterval(Duration.ofSeconds(7));
        for (String interval : new String[] {"99", "86400001", "x", "1.5", "-1"}) {
            assertThat(HostSettings.read(
                            Map.of("interval.ms", interval, "enabled", "perhaps", "on.change", "no", "port", "65536"),
                            old))
                    .isEqualTo(old);
        }
        assertThat(HostSettings.read(Map.of(), old)).isEqualTo(HostSettings.DEFAULT);
    }

    private void run(Map<String, Object> changes) {
        service = new HostDeviceService(context(), configuration(changes));
        host = TestHost.run(service, bus);
    }

    private Envelope request(String topic, String payload) throws Exception {
        Envelope request = Envelope.json(payload.getBytes(StandardCharsets.UTF_8))
                .withRequestId(UUID.randomUUID().toString());
        return bus.request(topic, request, SOON).toCompletableFuture().get();
    }

    private void awaitEvents(int number) {
        await().until(() -> memory.published("edgex/events/#").size() >= number);
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (var each : memory.published("edgex/events/device/device-host/host/this-machine/host-metrics")) {
            events.add(JSON.readTree(Envelope.read(each.payload()).text()).path("event"));
        }
        return events;
    }

    private static List<String> names(JsonNode event) {
        return event.path("readings").findValuesAsText("resourceName");
    }

    private String interval() {
        return edgex.devices
                .get("this-machine")
                .path("autoEvents")
                .get(0)
                .path("interval")
                .asText();
    }

    private Map<String, Object> configuration(Map<String, Object> changes) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("metadata.url", edgex.url());
        configuration.put("data.url", edgex.url());
        configuration.put("interval.ms", 100);
        configuration.put("disk.path", ".");
        configuration.putAll(changes);
        return configuration;
    }

    private static BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, args) -> null);
    }
}
