package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.bus.binding.Envelope;
import io.graft.metadata.internal.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Device services are asked on the bus before one of their devices is added or changed. */
@Timeout(60)
class DeviceValidationTest {

    private final Api api = new Api();

    @BeforeEach
    void addServices() {
        api.configure("request.timeout", "60s");
        api.post("/deviceservice", request("service", service("svc")));
        api.post("/deviceservice", request("service", service("dead")));
        api.post("/deviceprofile", request("profile", profile("p")));
    }

    @Test
    void theServiceIsAskedAsInEdgex() {
        assertThat(api.post("/device", devices(device("d", "svc", "p"))).itemStatus())
                .isEqualTo(201);

        assertThat(api.bus.published("edgex/svc/validate/device")).hasSize(1);
        JsonNode asked = api.validators.asked().get(0);
        assertThat(asked.get("apiVersion").asText()).isEqualTo("v3");
        assertThat(asked.get("requestId").asText()).hasSize(36);
        assertThat(asked.get("device").get("name").asText()).isEqualTo("d");
        assertThat(asked.get("device").get("protocols"))
                .isEqualTo(device("d", "svc", "p").get("protocols"));
        Envelope envelope = Envelope.read(
                api.bus.published("edgex/svc/validate/device").get(0).payload());
        assertThat(envelope.requestId()).isEqualTo(asked.get("requestId").asText());
        assertThat(envelope.correlationId()).isEqualTo("test");
        assertThat(envelope.contentType()).isEqualTo("application/json");
    }

    @Test
    void whatTheServiceRefusesIsNotStored() {
        api.post("/device", devices(device("old", "svc", "p")));
        api.validators.behave((device, request) -> Optional.of(request.error("missing 'Host' in 'modbus-tcp'")));

        Answer added = api.post("/device", devices(device("new", "svc", "p")));
        Answer changed = api.patch("/device", request("device", object("{'name':'old','description':'x'}")));

        assertThat(added.itemStatus()).isEqualTo(500);
        assertThat(added.itemMessage()).isEqualTo("Device new validation failed: missing 'Host' in 'modbus-tcp'");
        assertThat(changed.itemStatus()).isEqualTo(500);
        assertThat(api.get("/device/all").names("devices")).containsExactly("old");
        assertThat(api.get("/device/name/old").body().get("device").has("description"))
                .isFalse();
    }

    @Test
    void aReasonAsJsonTextIsShownAsText() {
        api.validators.behave(
                (device, request) -> Optional.of(request.reply("\"no\"".getBytes(StandardCharsets.UTF_8), Envelope.JSON)
                        .withErrorCode(1)));

        assertThat(api.post("/device", devices(device("d", "svc", ""))).itemMessage())
                .isEqualTo("Device d validation failed: no");
    }

    @Test
    void withoutAnAnswerNothingIsStored() {
        api.configure("request.timeout", "50ms");
        api.validators.behave((device, request) -> Optional.empty());

        Answer answer = api.post("/device", devices(device("d", "dead", "p")));

        assertThat(answer.itemStatus()).isEqualTo(503);
        assertThat(answer.itemMessage())
                .isEqualTo("Error sending request to topic 'edgex/dead/validate/device': device service 'dead' has"
                        + " not answered within 50 ms");
        assertThat(api.get("/device/all").total()).isZero();
    }

    @Test
    void withoutABusItFailsAtOnce() {
        api.bus.connected(false);

        Answer answer = api.post("/device", devices(device("d", "svc", "p"), device("e", "svc", "p")));

        assertThat(answer.body()).hasSize(2).allSatisfy(item -> {
            assertThat(item.get("statusCode").asInt()).isEqualTo(503);
            assertThat(item.get("message").asText())
                    .startsWith("Error sending request to topic 'edgex/svc/validate/device': ")
                    .contains("memory");
        });
        assertThat(api.get("/device/all").total()).isZero();
    }

    @Test
    void nobodyIsAskedWhereTheRequestOrTheSettingsSaySo() {
        api.validators.behave((device, request) -> Optional.of(request.error("no")));

        assertThat(api.post("/device?bypassValidation=true", devices(device("a", "svc", "")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.post("/device?force=true", devices(device("b", "svc", "")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(api.patch("/device?bypassValidation=true", request("device", object("{'name':'a','labels':['x']}")))
                        .itemStatus())
                .isEqualTo(200);
        api.configure("device.validation", "off");
        assertThat(api.post("/device", devices(device("c", "svc", ""))).itemStatus())
                .isEqualTo(201);
        assertThat(api.patch("/device", request("device", object("{'name':'c','labels':['x']}")))
                        .itemStatus())
                .isEqualTo(200);
        assertThat(api.validators.asked()).isEmpty();
        api.configure("device.validation", "bus");
        assertThat(api.post("/device", devices(device("d", "svc", ""))).itemStatus())
                .isEqualTo(500);
    }

    @Test
    void nobodyIsAskedAboutWhatCantBeAnyway() {
        api.post("/device", devices(device("d", "svc", "")));

        Answer answer = api.post(
                "/device", devices(device("d", "svc", ""), device("e", "nosvc", ""), device("f", "svc", "noprofile")));

        assertThat(answer.body().findValuesAsText("statusCode")).containsExactly("409", "400", "400");
        assertThat(api.patch("/device", request("device", object("{'name':'nobody'}")))
                        .itemStatus())
                .isEqualTo(404);
        assertThat(api.validators.asked()).hasSize(1);
    }

    @Test
    void aServiceThatDoesNotAnswerHoldsUpAnArrayOnce() {
        api.configure("request.timeout", "10s");
        api.validators.behave((device, request) ->
                device.get("serviceName").asText().equals("dead") ? Optional.empty() : fine(request));
        JsonNode[] many = IntStream.range(0, 101)
                .mapToObj(i -> device("d" + i, i == 100 ? "svc" : "dead", "p"))
                .toArray(JsonNode[]::new);

        Answer answer = api.post("/device", devices(many));

        List<String> codes = answer.body().findValuesAsText("statusCode");
        assertThat(codes.subList(0, 100)).containsOnly("503");
        assertThat(codes.get(100)).isEqualTo("201");
        assertThat(api.bus.published("edgex/dead/validate/device")).hasSize(16);
        assertThat(api.get("/device/all").names("devices")).containsExactly("d100");
    }

    @Test
    void devicesOfALivingServiceAreAskedAboutAtTheSameTime() {
        List<Envelope> open = new CopyOnWriteArrayList<>();
        api.validators.behave((device, request) -> {
            open.add(request);
            if (open.size() == 4) {
                open.forEach(each -> api.validators.answer("svc", fine(each).orElseThrow()));
            }
            return Optional.empty();
        });

        Answer answer = api.post(
                "/device",
                devices(
                        device("a", "svc", ""),
                        device("b", "svc", ""),
                        device("c", "svc", ""),
                        device("d", "svc", "")));

        assertThat(answer.body().findValuesAsText("statusCode")).containsOnly("201");
        assertThat(api.get("/device/all").names("devices")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aLaterItemAboutTheSameDeviceIsAskedAboutAfterTheFirst() {
        String id = api.post("/device", devices(device("d", "svc", "p"))).id();
        JsonNode byId = object("{'description':'two'}").put("id", id);

        Answer answer = api.patch(
                "/device",
                devices(object("{'name':'d','labels':['one']}"), byId, object("{'name':'d','tags':{'t':3}}")));

        assertThat(answer.body().findValuesAsText("statusCode")).containsOnly("200");
        List<JsonNode> asked = api.validators.devices();
        assertThat(asked).hasSize(4);
        assertThat(asked.get(3).get("labels").get(0).asText()).isEqualTo("one");
        assertThat(asked.get(3).get("description").asText()).isEqualTo("two");
        assertThat(asked.get(3).get("tags").get("t").asInt()).isEqualTo(3);
    }

    @Test
    void othersMayChangeAnythingWhileAServiceTakesItsTime() throws Exception {
        CompletableFuture<Envelope> open = new CompletableFuture<>();
        api.validators.behave((device, request) -> {
            if (device.get("name").asText().equals("slow")) {
                open.complete(request);
                return Optional.empty();
            }
            return fine(request);
        });
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            var slow = client.submit(() -> api.post("/device", devices(device("slow", "svc", "p"))));
            await().atMost(Duration.ofSeconds(50)).until(open::isDone);

            assertThat(api.post("/device", devices(device("quick", "svc", "p"))).itemStatus())
                    .isEqualTo(201);
            assertThat(api.put("/deviceprofile", request("profile", profile("p")))
                            .itemStatus())
                    .isEqualTo(200);
            assertThat(api.delete("/deviceservice/name/dead").status()).isEqualTo(200);

            api.validators.answer("svc", fine(open.join()).orElseThrow());
            assertThat(slow.get(30, TimeUnit.SECONDS).itemStatus()).isEqualTo(201);
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void whatOthersHaveChangedMeanwhileCountsAfterTheAnswer() {
        api.validators.behave((device, request) -> {
            api.delete("/deviceservice/name/svc");
            return fine(request);
        });

        Answer answer = api.post("/device", devices(device("d", "svc", "p")));

        assertThat(answer.itemStatus()).isEqualTo(400);
        assertThat(answer.itemMessage()).isEqualTo("device service 'svc' does not exists");
    }

    private static Optional<Envelope> fine(Envelope request) {
        return Optional.of(request.reply(new byte[0], Envelope.TEXT));
    }
}
