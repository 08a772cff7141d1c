package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.ServiceDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Map<String, Map<String, Object>> PROTOCOLS = Map.of("p", Map.of("k", "v"));
    private static final Device ONE = Device.of("one", "scripted", PROTOCOLS);

    private final MemoryBus memory = new MemoryBus();
    private final Bus bus = TestBus.around(memory);
    private EdgexStub edgex;
    private ScriptedDriver driver;
    private TestHost host;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void startEdgex() throws IOException {
        edgex = new EdgexStub();
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
            await().until(() -> TestHost.threads("device-scripted").isEmpty());
        }
        edgex.close();
    }

    @Test
    void metadataThatIsNotThereYetIsWaitedFor() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run(ScriptedDriver.description(edgex)
                .metadataUrl("http://localhost:" + port)
                .device(ONE)
                .build());
        try (EdgexStub late = new EdgexStub(port)) {
            late.answerPingWith(503);
            await().until(() -> late.requests.contains("GET ping"));
            assertThat(driver.service.registered()).isFalse();
            late.answerPingWith(200);
            await().until(() -> driver.told.contains("added one"));
            assertThat(late.devices).containsOnlyKeys("one");
        }
    }

    @Test
    void metadataThatNeverAnswersDoesNotKeepTheServiceFromStopping() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            run(ScriptedDriver.description(edgex)
                    .metadataUrl("http://localhost:" + silent.getLocalPort())
                    .build());
            try (Socket taken = silent.accept()) {
                assertThat(taken.isConnected()).isTrue();
                host.close();
                await().until(() -> TestHost.threads("device-scripted").isEmpty());
                assertThat(driver.told).containsExactly("stopped");
            }
        }
    }

    @Test
    void aProfileOfAnotherVersionIsReplacedAndWhatAnOperatorHasAddedStays() {
        ObjectNode old = ProfileDtos.parse(ScriptedDriver.PROFILE);
        ((ArrayNode) old.get("deviceResources")).remove(0);
        edgex.profiles.put("scripted", old);
        runWith(ONE);
        assertThat(edgex.requests).contains("PUT deviceprofile");
        assertThat(edgex.profiles.get("scripted").get("deviceResources")).hasSize(5);
        host.close();
        edgex.requests.clear();
        ((ArrayNode) edgex.profiles.get("scripted").get("deviceResources"))
                .addObject()
                .put("name", "Theirs")
                .putObject("properties")
                .put("valueType", "Bool")
                .put("readWrite", "R");
        runWith(ONE);
        assertThat(edgex.requests).doesNotContain("PUT deviceprofile");
        assertThat(driver.service.profile("scripted").orElseThrow().resource("Theirs"))
                .isPresent();
    }

    @Test
    void whatTheServiceDescribesOtherwiseIsChangedAndWhatTheOperatorHasChangedStays() {
        runWith(ONE.withLabels("ours"));
        JsonNode changed = ((ObjectNode) edgex.devices.get("one")).put("description", "theirs");
        edgex.devices.put("one", changed);
        driver.description = ScriptedDriver.description(edgex)
                .device(ONE.withLabels("ours", "too"))
                .build();
        host.modified();
        await().until(() -> edgex.devices.get("one").path("labels").size() == 2);
        assertThat(edgex.devices.get("one").path("description").asText()).isEqualTo("theirs");
        edgex.devices.remove("one");
        systemEvent("device", "delete", changed);
        await().until(() -> driver.told.contains("removed one"));
        driver.description = ScriptedDriver.description(edgex)
                .device(ONE.withLabels("again"))
                .device(Device.of("two", "scripted", PROTOCOLS))
                .build();
        host.modified();
        await().until(() -> driver.told.contains("added two"));
        assertThat(edgex.devices).containsOnlyKeys("two");
    }

    @Test
    void systemEventsAreFollowedInOrder() {
        runWith(ONE);
        Device two = Device.of("two", "scripted", PROTOCOLS);
        systemEvent("device", "add", Dtos.json(two, "device-scripted"));
        systemEvent("device", "update", Dtos.json(two.withLabels("x"), "device-scripted"));
        systemEvent("device", "update", Dtos.json(two, "device-other"));
        await().until(() -> driver.told.contains("removed two") || !driver.told.contains("added two"));
        await().until(() -> driver.service.device("two").isEmpty());
        ObjectNode profile = ProfileDtos.parse(ScriptedDriver.PROFILE);
        ((ArrayNode) profile.get("deviceResources")).remove(4);
        systemEvent("deviceprofile", "update", profile);
        await().until(() -> driver.told.contains("profile scripted"));
        systemEvent("device", "delete", Dtos.json(ONE, "device-scripted"));
        await().until(() -> driver.told.contains("removed one"));
        assertThat(driver.service.devices()).isEmpty();
    }

    @Test
    void whatASystemEventSaysDuringAComparisonIsNotUndoneByIt() throws Exception {
        runWith(ONE);
        CountDownLatch answered = new CountDownLatch(1);
        edgex.requests.clear();
        edgex.hold("deviceprofile/name/scripted", answered);
        systemEvent("deviceservice", "delete", JSON.createObjectNode().put("name", "device-scripted"));
        await().until(() -> edgex.requests.contains("GET deviceprofile/name/scripted"));
        label("x");
        assertThat(get("one", "Count").text()).contains("no value of Count now");
        answered.countDown();
        await().until(() -> edgex.requests.contains("GET provisionwatcher/service/name/device-scripted"));
        await().until(() -> driver.service.device("one").orElseThrow().labels().equals(List.of("x")));
    }

    @Test
    void aDeviceThatIsTakenForNotWorkingKeepsWhatTheOperatorHasChangedMeanwhile() {
        runWith(ONE);
        driver.values.put("Checked", "broken");
        CountDownLatch hangs = new CountDownLatch(1);
        driver.hanging.put("one", hangs);
        CompletableFuture<Envelope> unused = send("one", "Checked", "get", "");
        await().until(() -> driver.reads.containsKey("one"));
        label("x");
        await().until(() -> driver.service.device("one").orElseThrow().labels().equals(List.of("x")));
        hangs.countDown();
        await().until(() ->
                edgex.devices.get("one").path("operatingState").asText().equals("DOWN"));
        assertThat(edgex.devices.get("one").path("labels").get(0).asText()).isEqualTo("x");
    }

    @Test
    void aDriverThatFailsWhenItIsStoppedKeepsNothingRunning() {
        runWith(ONE);
        driver.failsWhenStopped = true;
        host.close();
        assertThat(driver.told).contains("stopped");
    }

    @Test
    void aLockedDeviceOrServiceIsNeitherReadNorWritten() throws Exception {
        runWith(ONE);
        driver.values.put("Count", 7);
        assertThat(get("one", "Count").errorCode()).isZero();
        ObjectNode locked = Dtos.json(ONE, "device-scripted").put("adminState", "LOCKED");
        systemEvent("device", "update", locked);
        await().until(() -> get("one", "Count").text().equals("device one locked"));
        systemEvent("device", "update", Dtos.json(ONE.withOperating(Device.Operating.DOWN), "device-scripted"));
        await().until(() -> get("one", "Count").text().equals("device one OperatingState is DOWN"));
        systemEvent(
                "deviceservice",
                "update",
                JSON.createObjectNode().put("name", "device-scripted").put("adminState", "LOCKED"));
        await().until(() -> get("one", "Count").text().equals("service locked"));
        assertThat(set("one", "Count", "{\"Count\":1}").text()).isEqualTo("service locked");
    }

    @Test
    void automaticEventsFollowTheDevice() {
        driverWith(ONE.withAutoEvents(List.of(AutoEvent.every(OFTEN, "Count"))));
        driver.values.put("Count", 1);
        start();
        awaitEvents("one", "Count", 3);
        systemEvent(
                "device",
                "update",
                Dtos.json(ONE.withAutoEvents(List.of(AutoEvent.every(OFTEN, "Mode"))), "device-scripted"));
        driver.values.put("Mode", 2);
        awaitEvents("one", "Mode", 3);
    }

    @Test
    void aDeviceThatHangsHoldsUpNeitherOthersNorPilesUp() throws Exception {
        Device two = Device.of("two", "scripted", PROTOCOLS);
        List<AutoEvent> often = List.of(AutoEvent.every(OFTEN, "Count"));
        CountDownLatch hangs = new CountDownLatch(1);
        driver = new ScriptedDriver(ScriptedDriver.description(edgex)
                .device(ONE.withAutoEvents(often))
                .device(two.withAutoEvents(often))
                .build());
        driver.values.put("Count", 1);
        driver.hanging.put("one", hangs);
        start();
        awaitEvents("two", "Count", 20);
        await().until(() -> host.metrics().sum("graft_device_readings_skipped_total") >= 5);
        assertThat(driver.reads.get("one")).hasValue(1);
        for (int i = 1; i < Lanes.MOST_WAITING; i++) {
            CompletableFuture<Envelope> unused = send("one", "Count", "get", "").toCompletableFuture();
        }
        await().until(() -> get("one", "Count").text().contains("is busy"));
        hangs.countDown();
        awaitEvents("one", "Count", 3);
    }

    @Test
    void aReadThatHangsIsInterruptedWhenTheServiceStops() {
        driverWith(ONE.withAutoEvents(List.of(AutoEvent.every(OFTEN, "Count"))));
        driver.hanging.put("one", new CountDownLatch(1));
        start();
        await().until(() -> driver.reads.containsKey("one"));
        host.close();
        await().until(() -> TestHost.threads("device-scripted").isEmpty());
    }

    @Test
    void whatADriverFailsWithIsAnswered() throws Exception {
        runWith(ONE);
        driver.values.put("Count", DeviceException.unavailable("no line to one", null));
        assertThat(get("one", "Count").text()).isEqualTo("no line to one");
        driver.values.put("Count", new IllegalStateException("bug"));
        assertThat(get("one", "Count").text()).contains("the driver has failed").contains("bug");
        driver.values.put("Count", new LinkageError("bug"));
        assertThat(get("one", "Count").text()).isEqualTo("the driver of device one has failed");
        driver.values.put("Count", "many");
        assertThat(get("one", "Count").text()).isEqualTo("device one: Count = 'many' is no Int32");
        assertThat(get("none", "Count").text()).isEqualTo("device none not found");
        assertThat(get("one", "Nothing").text()).contains("not found in profile scripted");
        assertThat(get("one", "Secret").text()).contains("write-only");
        assertThat(get("one", "[").text()).contains("nor a pattern");
        driver.values.clear();
        assertThat(get("one", "Count").text()).isEqualTo("device one has no value of Count now");
    }

    @Test
    void aPatternReadsAllResourcesThatMatch() throws Exception {
        runWith(ONE);
        driver.values.putAll(Map.of("Count", 1, "Checked", "fine", "Mode", 0));
        JsonNode event = JSON.readTree(get("one", "C.*").text()).path("event");
        assertThat(event.path("readings").findValuesAsText("resourceName")).containsExactly("Count", "Checked");
        assertThat(event.path("sourceName").asText()).isEqualTo("C.*");
    }

    @Test
    void whatIsReadIsPublishedAndAnsweredAsTheQueryWants() throws Exception {
        runWith(ONE);
        driver.values.put("Count", 1);
        assertThat(get("one", "Count", Map.of("ds-returnevent", "false")).length())
                .isZero();
        assertThat(events("one", "Count")).isEmpty();
        assertThat(get("one", "Count", Map.of("ds-pushevent", "true")).length()).isPositive();
        awaitEvents("one", "Count", 1);
        assertThat(get("one", "Count", Map.of("ds-pushevent", "yes")).text())
                .isEqualTo("ds-pushevent = 'yes' is neither true nor false");
        assertThat(get("one", "Cou.*", Map.of("ds-regexcmd", "false")).text()).contains("not found");
        assertThat(driver.queries.get(driver.queries.size() - 1)).isEmpty();
        assertThat(get("one", "Count", Map.of("slow", "1", "ds-pushevent", "false"))
                        .errorCode())
                .isZero();
        assertThat(driver.queries.get(driver.queries.size() - 1)).isEqualTo(Map.of("slow", "1"));
    }

    @Test
    void aRequestThatIsNoneIsIgnoredAndTheNextIsAnswered() throws Exception {
        runWith(ONE);
        driver.values.put("Count", 1);
        String topic = "edgex/device/command/request/device-scripted/one/Count/get";
        bus.publish(new BusMessage(topic, "{".getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE))
                .toCompletableFuture()
                .join();
        bus.publish(topic, Envelope.json(new byte[0]), Qos.AT_LEAST_ONCE)
                .toCompletableFuture()
                .join();
        assertThat(send("one", "Count", "take", "").get().text()).isEqualTo("'take' is neither get nor set");
        assertThat(get("one", "Count").errorCode()).isZero();
        await().until(() -> memory.status().subscriptions().stream().allMatch(each -> each.open() == 0));
    }

    @Test
    void mappingsGoBothWays() throws Exception {
        runWith(ONE);
        driver.values.put("Mode", 1);
        JsonNode reading = JSON.readTree(get("one", "Switch").text())
                .path("event")
                .path("readings")
                .get(0);
        assertThat(reading.path("value").asText()).isEqualTo("ON");
        assertThat(reading.path("valueType").asText()).isEqualTo("String");
        assertThat(set("one", "Switch", "{\"Mode\":\"OFF\"}").errorCode()).isZero();
        assertThat(driver.written.get(0).value()).isEqualTo(0L);
    }

    @Test
    void whatWasWrittenIsPublishedUnlessItCannotBeRead() throws Exception {
        runWith(ONE);
        assertThat(set("one", "Count", "{\"Count\": 100}").errorCode()).isZero();
        awaitEvents("one", "Count", 1);
        assertThat(set("one", "Secret", "{\"Secret\": \"s\"}").errorCode()).isZero();
        assertThat(driver.written).hasSize(2);
        assertThat(events("one", "Secret")).isEmpty();
        assertThat(set("one", "Count", "{\"Count\": \"101\"}").text())
                .isEqualTo("Count = 101 is out of its limits: no minimum, 100 maximum");
        assertThat(set("one", "Count", "[]").text()).contains("failed to parse request body");
        assertThat(set("one", "Count", "").text()).contains("not found in request body");
        assertThat(driver.written).hasSize(2);
    }

    @Test
    void aBinaryValueGoesAsCbor() throws Exception {
        runWith(ONE);
        driver.values.put("Picture", new byte[] {1, 2, 3});
        Envelope answer = get("one", "Picture");
        assertThat(answer.contentType()).isEqualTo("application/cbor");
        JsonNode reading = new ObjectMapper(new CBORFactory())
                .readTree(answer.payload())
                .path("event")
                .path("readings")
                .get(0);
        assertThat(reading.path("binaryValue").binaryValue()).containsExactly(1, 2, 3);
        assertThat(reading.path("mediaType").asText()).isEqualTo("image/png");
    }

    @Test
    void aDeviceWhoseValueIsNotAsAssertedIsTakenForNotWorking() throws Exception {
        runWith(ONE);
        driver.values.put("Checked", "broken");
        assertThat(get("one", "Checked").text()).contains("it is broken, not fine");
        await().until(() ->
                edgex.devices.get("one").path("operatingState").asText().equals("DOWN"));
        assertThat(get("one", "Checked").text()).isEqualTo("device one OperatingState is DOWN");
    }

    @Test
    void eventsAreKeptWhileTheBusIsAwayAndGoOutWhenItIsBack() {
        driverWith(ONE.withAutoEvents(List.of(AutoEvent.every(OFTEN, "Count"))));
        driver.values.put("Count", 1);
        start();
        awaitEvents("one", "Count", 1);
        memory.connected(false);
        int before = driver.reads.get("one").get();
        await().until(() -> driver.reads.get("one").get() >= before + 10);
        memory.connected(true);
        await().until(() -> events("one", "Count").size() >= before + 10);
        assertThat(host.metrics().sum("graft_device_events_dropped_total")).isZero();
        assertThat(edgex.events).isEmpty();
    }

    /** Changes the device one as an operator does. */
    private void label(String label) {
        ObjectNode changed = edgex.devices.get("one").deepCopy();
        changed.putArray("labels").add(label);
        edgex.devices.put("one", changed);
        systemEvent("device", "update", changed);
    }

    private void runWith(Device device) {
        driverWith(device);
        start();
        await().until(() -> driver.told.contains("added " + device.name()));
        await().until(() -> driver.service.registered());
    }

    private void driverWith(Device device) {
        driver = new ScriptedDriver(
                ScriptedDriver.description(edgex).device(device).build());
    }

    private void run(ServiceDescription description) {
        driver = new ScriptedDriver(description);
        start();
    }

    private void start() {
        host = TestHost.run(driver, bus);
    }

    private Envelope get(String device, String source) throws Exception {
        return send(device, source, "get", "").get();
    }

    private Envelope get(String device, String source, Map<String, String> query) throws Exception {
        String topic = String.join("/", "edgex/device/command/request/device-scripted", device, source, "get");
        Envelope request = Envelope.json(new byte[0])
                .withRequestId(UUID.randomUUID().toString())
                .withQueryParams(query);
        return bus.request(topic, request, SOON).toCompletableFuture().get();
    }

    private Envelope set(String device, String source, String body) throws Exception {
        return send(device, source, "set", body).get();
    }

    private CompletableFuture<Envelope> send(String device, String source, String method, String body) {
        String topic = String.join("/", "edgex/device/command/request/device-scripted", device, source, method);
        Envelope request = Envelope.json(body.getBytes(StandardCharsets.UTF_8))
                .withRequestId(UUID.randomUUID().toString());
        return bus.request(topic, request, SOON).toCompletableFuture();
    }

    private void systemEvent(String type, String action, JsonNode details) {
        ObjectNode event = JSON.createObjectNode().put("type", type).put("action", action);
        event.set("details", details);
        Envelope envelope = Envelope.json(event.toString().getBytes(StandardCharsets.UTF_8));
        String topic = "edgex/system-events/core-metadata/" + type + "/" + action + "/device-scripted";
        bus.publish(topic, envelope, Qos.AT_LEAST_ONCE).toCompletableFuture().join();
    }

    private void awaitEvents(String device, String source, int number) {
        await().until(() -> events(device, source).size() >= number);
    }

    private List<BusMessage> events(String device, String source) {
        return memory.published("edgex/events/device/device-scripted/scripted/" + device + "/" + source);
    }
}
