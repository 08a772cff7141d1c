package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.bus.binding.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said on the bus of changes, to whom, and in which order. */
@Timeout(60)
class SystemEventsTest {

    private static final String ROOT = "edgex/system-events/core-metadata/";

    private final Api api = new Api();

    @Test
    void everyChangeIsSaidToWhomItConcerns() {
        api.post("/deviceservice", request("service", service("s1")));
        api.post("/deviceservice", request("service", service("s2")));
        api.patch("/deviceservice", request("service", object("{'name':'s2','adminState':'LOCKED'}")));
        api.post("/deviceprofile", request("profile", profile("p")));
        api.post("/device", devices(device("a", "s1", "p"), device("b", "s2", "p"), device("c", "s2", "")));
        api.put("/deviceprofile", request("profile", profile("p").put("model", "M2")));
        api.patch("/deviceprofile/basicinfo", request("basicinfo", object("{'name':'p','model':'M3'}")));
        api.patch("/device", request("device", object("{'name':'a','serviceName':'s2'}")));
        api.post("/device?force=true", devices(device("c", "s1", "p")));
        api.post("/provisionwatcher", request("provisionWatcher", watcher("w", "s1", "p")));
        api.patch("/provisionwatcher", request("provisionWatcher", object("{'name':'w','serviceName':'s2'}")));
        api.delete("/provisionwatcher/name/w");
        List.of("a", "b", "c").forEach(name -> api.delete("/device/name/" + name));
        api.delete("/deviceprofile/name/p");
        api.delete("/deviceservice/name/s1");

        assertThat(topics(26))
                .containsExactly(
                        "deviceservice/add/s1",
                        "deviceservice/add/s2",
                        "deviceservice/update/s2",
                        "deviceprofile/add/core-metadata/p",
                        "device/add/s1/p",
                        "device/add/s2/p",
                        "device/add/s2",
                        "deviceprofile/update/core-metadata/p",
                        "deviceprofile/update/s1/p",
                        "deviceprofile/update/s2/p",
                        "deviceprofile/update/core-metadata/p",
                        "deviceprofile/update/s1/p",
                        "deviceprofile/update/s2/p",
                        "device/update/s1/p",
                        "device/update/s2/p",
                        "device/update/s2/p",
                        "device/update/s1/p",
                        "provisionwatcher/add/s1/p",
                        "provisionwatcher/update/s1/p",
                        "provisionwatcher/update/s2/p",
                        "provisionwatcher/delete/s2/p",
                        "device/delete/s2/p",
                        "device/delete/s2/p",
                        "device/delete/s1/p",
                        "deviceprofile/delete/core-metadata/p",
                        "deviceservice/delete/s1");
    }

    @Test
    void anEventIsInEdgexsForm() throws IOException {
        api.post("/deviceservice", request("service", service("s")));
        api.post("/device", devices(device("d", "s", "").put("description", "Größe 1 µm")));
        topics(2);

        BusMessage message = api.bus.published(ROOT + "device/#").get(0);
        assertThat(message.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        Envelope envelope = Envelope.read(message.payload());
        assertThat(envelope.correlationId()).isNotEmpty();
        assertThat(envelope.contentType()).isEqualTo("application/json");
        JsonNode event = Api.MAPPER.readTree(envelope.text());
        assertThat(event.get("apiVersion").asText()).isEqualTo("v3");
        assertThat(event.get("type").asText()).isEqualTo("device");
        assertThat(event.get("action").asText()).isEqualTo("add");
        assertThat(event.get("source").asText()).isEqualTo("core-metadata");
        assertThat(event.get("owner").asText()).isEqualTo("s");
        assertThat(event.get("details"))
                .isEqualTo(api.get("/device/name/d").body().get("device"));
        assertThat(event.get("timestamp").asLong())
                .isBetween(
                        Instant.now().minusSeconds(60).getEpochSecond() * 1_000_000_000L,
                        Instant.now().plusSeconds(60).getEpochSecond() * 1_000_000_000L);
    }

    @Test
    void whatFailsIsNotSaid() {
        api.post("/deviceservice", request("service", service("s")));
        api.post("/deviceservice", request("service", service("s")));
        api.post("/device", devices(device("d", "nobody", "")));
        api.delete("/device/name/d");
        api.patch("/device", request("device", object("{'name':'d'}")));
        api.delete("/deviceprofile/name/none");
        api.post("/deviceservice", request("service", service("last")));

        assertThat(topics(2)).containsExactly("deviceservice/add/s", "deviceservice/add/last");
    }

    @Test
    void withoutABusChangesAreMadeAndSaidLater() {
        api.bus.connected(false);
        api.post("/deviceservice", request("service", service("s")));
        for (int i = 0; i < 200; i++) {
            assertThat(api.post("/device?bypassValidation=true", devices(device("d" + i, "s", "")))
                            .itemStatus())
                    .isEqualTo(201);
        }
        api.delete("/device/name/d0");
        assertThat(api.bus.published(ROOT + "#")).isEmpty();

        api.bus.connected(true);

        assertThat(topics(202)).startsWith("deviceservice/add/s").endsWith("device/delete/s");
    }

    @Test
    void namesThatAreNoLevelsOfATopicAreEscaped() {
        api.post("/deviceservice", request("service", service("s/1+#")));

        assertThat(topics(1)).containsExactly("deviceservice/add/s%2F1%2B%23");
    }

    private List<String> topics(int expected) {
        await().atMost(Duration.ofSeconds(50))
                .until(() -> api.bus.published(ROOT + "#").size() >= expected);
        return api.bus.published(ROOT + "#").stream()
                .map(message -> message.topic().substring(ROOT.length()))
                .toList();
    }
}
