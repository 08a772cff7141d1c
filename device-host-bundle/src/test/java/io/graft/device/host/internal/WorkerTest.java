package io.graft.device.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final Duration FAST = Duration.ofMillis(10);
    private static final String BASE = "http://localhost:59997";

    private final FakeMetrics metrics = new FakeMetrics();
    private EdgexStub edgex;
    private Worker worker;

    @BeforeEach
    void start() throws IOException {
        edgex = new EdgexStub();
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            worker.close();
        }
        edgex.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void aNewMachineIsRegisteredBeforeItsFirstEvent() {
        run(edgex.url(), edgex.url());
        await().until(() -> edgex.events.size() >= 3);
        assertThat(edgex.requests.subList(0, 8))
                .containsExactly(
                        "GET ping",
                        "GET deviceservice/name/device-host",
                        "POST deviceservice",
                        "GET deviceprofile/name/host",
                        "POST deviceprofile",
                        "GET device/name/this-machine",
                        "POST device",
                        "POST event/device-host/host/this-machine/host-metrics");
        assertThat(edgex.services.get("device-host").get("baseAddress").asText())
                .isEqualTo(BASE);
        assertThat(edgex.devices.get("this-machine").get("profileName").asText())
                .isEqualTo("host");
        JsonNode profile = edgex.profiles.get("host");
        assertThat(profile.get("deviceResources")).hasSize(HostResource.values().length);
        assertThat(profile.get("deviceCommands").get(0).get("resourceOperations"))
                .hasSize(HostResource.values().length);
    }

    @Test
    void anEventHoldsReadingsOfTheProfilesResourcesInNanosecondsOfNow() {
        long before = System.currentTimeMillis();
        run(edgex.url(), edgex.url());
        await().until(() -> edgex.events.size() >= 2);
        long after = System.currentTimeMillis() + 1;
        JsonNode event = edgex.events.get(1);
        assertThat(event.get("origin").longValue()).isBetween(before * 1_000_000, after * 1_000_000);
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
        assertThat(edgex.events.stream().map(each -> each.get("id").asText()).distinct())
                .hasSize(edgex.events.size());
    }

    @Test
    void aSecondStartFindsAllThereAndOnlyPatchesTheService() {
        run(edgex.url(), edgex.url());
        await().until(() -> !edgex.events.isEmpty());
        worker.close();
        edgex.requests.clear();
        int events = edgex.events.size();
        run(edgex.url(), edgex.url());
        await().until(() -> edgex.events.size() > events);
        assertThat(edgex.requests.subList(0, 5))
                .containsExactly(
                        "GET ping",
                        "GET deviceservice/name/device-host",
                        "PATCH deviceservice",
                        "GET deviceprofile/name/host",
                        "GET device/name/this-machine");
    }

    @Test
    void aProfileOfAnotherVersionIsReplaced() {
        edgex.profiles.put("host", Inventory.profile().put("model", "old"));
        ((ArrayNode) edgex.profiles.get("host").get("deviceResources")).remove(0);
        run(edgex.url(), edgex.url());
        await().until(() -> !edgex.events.isEmpty());
        assertThat(edgex.requests).contains("PUT deviceprofile");
        assertThat(edgex.profiles.get("host").get("deviceResources")).hasSize(HostResource.values().length);
    }

    @Test
    void metadataThatIsNotThereYetIsWaitedFor() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run("http://localhost:" + port, edgex.url());
        try (EdgexStub late = new EdgexStub(port)) {
            late.answerPingWith(503);
            await().until(() -> late.requests.contains("GET ping"));
            assertThat(edgex.events).isEmpty();
            late.answerPingWith(200);
            await().until(() -> !edgex.events.isEmpty());
        }
    }

    @Test
    void eventsThatAreRefusedAreDroppedAndTheNextAreTaken() {
        edgex.answerEventsWith(503);
        run(edgex.url(), edgex.url());
        await().until(() -> metrics.dropped() >= 3);
        assertThat(edgex.events).isEmpty();
        edgex.answerEventsWith(201);
        await().until(() -> edgex.events.size() >= 3);
        assertThat(edgex.events.size()).isLessThan(100);
    }

    @Test
    void eventsGoOnAfterCoreDataWasGone() throws IOException {
        EdgexStub data = new EdgexStub();
        int port = data.port();
        run(edgex.url(), data.url());
        await().until(() -> !data.events.isEmpty());
        data.close();
        await().until(() -> metrics.dropped() > 0);
        try (EdgexStub again = new EdgexStub(port)) {
            await().until(() -> !again.events.isEmpty());
        }
    }

    @Test
    void aChangedIntervalTakesEffectAtOnce() {
        EdgexClient client = new EdgexClient(edgex.url(), edgex.url(), Duration.ofSeconds(5));
        HostProbe probe = probe();
        worker = new Worker(client, probe::sample, BASE, Duration.ofDays(1), metrics);
        worker.start();
        await().until(() -> edgex.devices.containsKey("this-machine"));
        worker.interval(FAST);
        await().until(() -> edgex.events.size() >= 2);
    }

    @Test
    void aServerThatNeverAnswersDoesNotKeepTheWorkerFromStopping() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            run("http://localhost:" + silent.getLocalPort(), edgex.url());
            try (Socket taken = silent.accept()) {
                assertThat(taken.isConnected()).isTrue();
                worker.close();
                assertThat(threads()).isEmpty();
            }
        }
    }

    @Test
    void anAddressThatIsNotHttpIsRefused() {
        for (String url : new String[] {"https://localhost:1", "localhost", "http://", "", "http://a b"}) {
            assertThatThrownBy(() -> new EdgexClient(url, edgex.url(), FAST))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void run(String metadata, String data) {
        EdgexClient client = new EdgexClient(metadata, data, Duration.ofSeconds(5));
        HostProbe probe = probe();
        worker = new Worker(client, probe::sample, BASE, FAST, metrics);
        worker.start();
    }

    private static HostProbe probe() {
        return HostProbe.of(Path.of("/proc"), Path.of("/sys"), Path.of("."));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("graft-device-host"))
                .collect(Collectors.toSet());
    }
}
