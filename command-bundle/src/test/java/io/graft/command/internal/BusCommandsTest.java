package io.graft.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands over the bus, with a device service on the same bus. */
@Timeout(60)
class BusCommandsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A request as the device service sees it. */
    private record Asked(String topic, Envelope envelope) {}

    private final MemoryBus memory = new MemoryBus();
    private final CountingMetrics metrics = new CountingMetrics();
    private final Bus bus = TestBus.around(memory, new EdgexTopics("edgex", false), metrics);
    private final FakeDevices devices = new FakeDevices();
    private final CommandService service = new CommandService(metrics, bus, Map.of());
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Consumer<Asked> answering = request -> reply(request, DeviceServer.EVENT);

    @BeforeEach
    void start() {
        devices.add("hall", "device-heat", "http://127.0.0.1:1", Samples.PROFILE)
                .add("50%25", "device-heat", "http://127.0.0.1:1", Samples.PROFILE)
                .add("Büro/2", "device-heat", "http://127.0.0.1:1", Samples.PROFILE)
                .add("bare", "device-heat", "http://127.0.0.1:1", null);
        service.bindDevices(devices);
        memory.subscribe(
                SubscriptionSpec.transientOne(
                        "device-heat", Qos.AT_LEAST_ONCE, "edgex/device/command/request/device-heat/#"),
                this::command);
    }

    @AfterEach
    void stop() {
        service.deactivate();
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private void command(Delivery delivery) {
        Asked request = new Asked(
                delivery.message().topic(), Envelope.read(delivery.message().payload()));
        asked.add(request);
        delivery.acknowledge();
        answering.accept(request);
    }

    private void reply(Asked request, String json) {
        Envelope reply = request.envelope().reply(json.getBytes(StandardCharsets.UTF_8), Envelope.JSON);
        publish("edgex/response/device-heat/" + request.envelope().requestId(), reply);
    }

    private void publish(String topic, Envelope envelope) {
        memory.publish(new BusMessage(topic, envelope.write(), Qos.AT_LEAST_ONCE));
    }

    private static Envelope request(String json) {
        return Envelope.json(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                .withRequestId(UUID.randomUUID().toString());
    }

    /** Publishes a request, and waits for core-command's answer. */
    private Envelope ask(String topic, Envelope request) {
        publish("edgex/core/" + topic, request);
        return answerTo(request);
    }

    private Envelope answerTo(Envelope request) {
        String topic = "edgex/response/core-command/" + request.requestId();
        patiently().until(() -> !memory.published(topic).isEmpty());
        assertThat(memory.published(topic)).hasSize(1);
        return Envelope.read(memory.published(topic).get(0).payload());
    }

    private void assertRefused(Envelope answer, Envelope request, String... words) {
        assertThat(answer.errorCode()).isEqualTo(1);
        assertThat(answer.contentType()).isEqualTo("text/plain");
        assertThat(answer.requestId()).isEqualTo(request.requestId());
        assertThat(answer.correlationId()).isEqualTo(request.correlationId());
        assertThat(answer.text()).contains(words);
    }

    @Test
    void aReadIsForwardedAndItsReplyPassedOn() {
        Envelope request = request("").withQueryParams(Map.of("ds-pushevent", "true", "jsonObject", "e30="));

        Envelope answer = ask("command/request/hall/Temperature/get", request);

        assertThat(answer.text()).isEqualTo(DeviceServer.EVENT);
        assertThat(answer.errorCode()).isZero();
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.requestId()).isEqualTo(request.requestId());
        assertThat(answer.correlationId()).isEqualTo(request.correlationId());
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).topic()).isEqualTo("edgex/device/command/request/device-heat/hall/Temperature/get");
        assertThat(asked.get(0).envelope().correlationId()).isEqualTo(request.correlationId());
        assertThat(asked.get(0).envelope().queryParams()).isEqualTo(request.queryParams());
    }

    @Test
    void aRequestWithoutACorrelationIdGetsOne() {
        Envelope request = request("").withCorrelationId("");

        Envelope answer = ask("command/request/hall/Temperature/get", request);

        assertThat(answer.correlationId())
                .isNotEmpty()
                .isEqualTo(asked.get(0).envelope().correlationId());
    }

    @Test
    void aCorrelationIdThatIsNoUuidIsKeptFromDeviceServicesWhichWouldFailWithIt() {
        Envelope request = request("").withCorrelationId("mine");

        Envelope answer = ask("command/request/hall/Temperature/get", request);

        assertThat(answer.correlationId()).isEqualTo("mine");
        assertThat(UUID.fromString(asked.get(0).envelope().correlationId())).isNotNull();
    }

    @Test
    void aWriteIsCheckedAndForwarded() {
        Envelope good = request("{'Target':22,'Mode':'eco'}");
        assertThat(ask("command/request/hall/Heating/SET", good).errorCode()).isZero();
        assertThat(asked.get(0).topic()).isEqualTo("edgex/device/command/request/device-heat/hall/Heating/set");
        assertThat(Samples.json(asked.get(0).envelope().text()))
                .isEqualTo(Samples.json("{'Target':'22','Mode':'eco'}"));

        Envelope bad = request("{'Target':31,'Mode':'eco'}");
        assertRefused(
                ask("command/request/hall/Heating/set", bad), bad, "parameter 'Target' is 31, above its maximum 30");
        Envelope broken = Envelope.of("{".getBytes(StandardCharsets.UTF_8), "application/json")
                .withRequestId(UUID.randomUUID().toString());
        memory.publish(
                new BusMessage("edgex/core/command/request/hall/Heating/set", broken.write(true), Qos.AT_LEAST_ONCE));
        assertRefused(answerTo(broken), broken, "the payload can't be read");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatTheDeviceServiceRefusesIsPassedOn() {
        answering = each -> publish(
                "edgex/response/device-heat/" + each.envelope().requestId(),
                each.envelope().error("device hall locked"));
        Envelope request = request("");

        assertRefused(ask("command/request/hall/Temperature/get", request), request, "device hall locked");
    }

    @Test
    void wrongRequestsAreRefusedWithoutAskingADevice() {
        Map<String, String> wrong = Map.of(
                "command/request/attic/Temperature/get", "device 'attic' does not exist",
                "command/request/hall/Nothing/set", "no command and no resource 'Nothing'",
                "command/request/hall/Temperature/set", "can only be read",
                "command/request/hall/Reset/get", "can only be written",
                "command/request/hall/Temperature/put", "<get or set>",
                "command/request/hall/get", "<get or set>",
                "command/request/bare/Temperature/get", "has no profile");
        wrong.forEach((topic, message) -> {
            Envelope request = request("");
            assertRefused(ask(topic, request), request, message);
        });
        Envelope flag = request("").withQueryParams(Map.of("ds-returnevent", "no"));
        assertRefused(ask("command/request/hall/Temperature/get", flag), flag, "ds-returnevent", "'no'");
        assertThat(asked).isEmpty();
    }

    @Test
    void namesMayBeEscapedAndLookAsIfTheyWere() {
        assertThat(ask("command/request/B%C3%BCro%2F2/Temperature/get", request(""))
                        .errorCode())
                .isZero();
        assertThat(ask("command/request/50%25/Temperature/get", request("")).errorCode())
                .isZero();
        assertThat(asked.get(0).topic()).endsWith("/B%C3%BCro%2F2/Temperature/get");
        assertThat(asked.get(1).topic()).endsWith("/50%25/Temperature/get");
    }

    @Test
    void aReplyThatNeverComesIsAnErrorAfterTheTimeOutAndALateOneIsIgnored() {
        service.modified(Map.of("request.timeout", "200ms"));
        answering = each -> {};
        Envelope request = request("{'Target':22,'Mode':'eco'}");

        Envelope answer = ask("command/request/hall/Heating/set", request);

        assertRefused(answer, request, "no reply", "within 200 ms", "whether the device has done it is not known");
        reply(asked.get(0), DeviceServer.EVENT);
        // The same bus answers another request afterwards: the late reply has been dealt with.
        service.modified(Map.of());
        answering = each -> reply(each, DeviceServer.EVENT);
        assertThat(ask("command/request/hall/Temperature/get", request("")).errorCode())
                .isZero();
        assertThat(memory.published("edgex/response/core-command/" + request.requestId()))
                .hasSize(1);
    }

    @Test
    void aSecondReplyIsIgnored() {
        answering = each -> {
            reply(each, DeviceServer.EVENT);
            reply(each, DeviceServer.EVENT);
        };
        Envelope request = request("");
        ask("command/request/hall/Temperature/get", request);

        ask("command/request/hall/Temperature/get", request(""));

        assertThat(memory.published("edgex/response/core-command/" + request.requestId()))
                .hasSize(1);
    }

    @Test
    void aRequestThatComesAgainWhileItIsUnderWayIsCarriedOutOnce() {
        answering = each -> {};
        Envelope request = request("");
        publish("edgex/core/command/request/hall/Temperature/get", request);
        patiently().until(() -> asked.size() == 1);
        publish("edgex/core/command/request/hall/Temperature/get", request);
        patiently()
                .until(() ->
                        metrics.counter("graft_command_bus_repeated_total", "").sum() == 1);

        reply(asked.get(0), DeviceServer.EVENT);

        assertThat(answerTo(request).errorCode()).isZero();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsNoRequestIsCountedAndForgotten() {
        String topic = "edgex/core/command/request/hall/Temperature/get";
        memory.publish(new BusMessage(topic, "hello".getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE));
        publish(topic, request("").withRequestId(""));
        publish(topic, request("").withRequestId("a/b"));
        publish(topic, request("").withRequestId("#"));

        patiently()
                .until(() ->
                        metrics.counter("graft_command_bus_rejected_total", "").sum() == 4);
        assertThat(asked).isEmpty();
    }

    @Test
    void commandsToAServiceThatDoesNotAnswerFailAtOnceUntilItDoes() {
        service.modified(Map.of("request.timeout", "200ms", "circuit.failures", "2", "circuit.pause", "5m"));
        answering = each -> {};
        for (int i = 0; i < 2; i++) {
            Envelope request = request("");
            assertRefused(ask("command/request/hall/Temperature/get", request), request, "no reply");
        }
        Envelope request = request("");
        assertRefused(
                ask("command/request/hall/Temperature/get", request), request, "device-heat (bus)", "tried again");
        assertThat(asked).hasSize(2);
        assertThat(service.execute().toString()).contains("device-heat (bus)");
    }

    @Test
    void theDevicesAreListedOverTheBus() {
        Envelope one = request("");
        Envelope answer = ask("commandquery/request/hall", one);
        JsonNode body = Samples.json(answer.text());
        assertThat(answer.correlationId()).isEqualTo(one.correlationId());
        assertThat(body.path("requestId").asText()).isEqualTo(one.requestId());
        assertThat(body.path("statusCode").asInt()).isEqualTo(200);
        assertThat(body.path("deviceCoreCommand").path("coreCommands")).hasSize(8);

        JsonNode all = Samples.json(ask("commandquery/request/ALL", request("")).text());
        assertThat(all.path("totalCount").asInt()).isEqualTo(4);
        assertThat(all.path("deviceCoreCommands")).hasSize(3);
        JsonNode second = Samples.json(
                ask("commandquery/request/all", request("").withQueryParams(Map.of("offset", "1", "limit", "1")))
                        .text());
        assertThat(second.path("deviceCoreCommands").findValuesAsText("deviceName"))
                .containsExactly("50%25");

        Envelope wrong = request("").withQueryParams(Map.of("limit", "many"));
        assertRefused(ask("commandquery/request/all", wrong), wrong, "limit", "'many'");
        Envelope nobody = request("");
        assertRefused(ask("commandquery/request/attic", nobody), nobody, "'attic'");
    }

    @Test
    void requestsOfTheGatewayItselfAreAnswered() {
        Envelope request = request("");

        Envelope answer = bus.request("edgex/core/command/request/hall/Temperature/get", request, PATIENCE)
                .toCompletableFuture()
                .join();

        assertThat(answer.text()).isEqualTo(DeviceServer.EVENT);
    }

    @Test
    void whatIsUnderWayWhenTheServiceStopsIsAnswered() {
        answering = each -> {};
        List<Envelope> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Envelope request = request("");
            requests.add(request);
            publish("edgex/core/command/request/hall/Temperature/get", request);
        }
        patiently().until(() -> asked.size() == 5);

        service.deactivate();

        for (Envelope request : requests) {
            assertRefused(answerTo(request), request, "core-command is being stopped");
        }
        asked.forEach(each -> reply(each, DeviceServer.EVENT));
        requests.forEach(request -> answerTo(request));
    }

    @Test
    void noMoreAreUnderWayToOneServiceThanIsAllowed() {
        service.modified(Map.of("requests.max.per.service", "2"));
        answering = each -> {};
        Envelope first = request("");
        Envelope second = request("");
        publish("edgex/core/command/request/hall/Temperature/get", first);
        publish("edgex/core/command/request/hall/Temperature/get", second);
        patiently().until(() -> asked.size() == 2);

        Envelope third = request("");
        assertRefused(ask("command/request/hall/Temperature/get", third), third, "too many commands");

        asked.forEach(each -> reply(each, DeviceServer.EVENT));
        assertThat(answerTo(first).errorCode()).isZero();
        assertThat(answerTo(second).errorCode()).isZero();
    }
}
