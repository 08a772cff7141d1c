package io.graft.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.graft.bus.binding.TestBus;
import io.graft.rest.internal.SocketService;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole service over sockets, with a real device service behind it. */
@Timeout(60)
class CommandHttpTest {

    private final DeviceServer device = new DeviceServer();
    private final FakeDevices devices = new FakeDevices();
    private final CommandService service = new CommandService(new NoMetrics(), TestBus.unbound(), Map.of());
    private final SocketService socket = new SocketService(service);
    private final Http http = new Http(socket.port());

    @BeforeEach
    void register() {
        devices.add("hall", "device-heat", device.url(), Samples.PROFILE)
                .add("bare", "device-heat", device.url(), null);
        service.bindDevices(devices);
    }

    @AfterEach
    void stop() {
        socket.close();
        service.deactivate();
        device.close();
    }

    @Test
    void aDeviceIsListedWithItsCommandsAsEdgexDoesIt() {
        JsonNode answer = http.get("/device/name/hall").json();

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        JsonNode listed = answer.path("deviceCoreCommand");
        assertThat(listed.path("deviceName").asText()).isEqualTo("hall");
        assertThat(listed.path("profileName").asText()).isEqualTo("Thermostat");
        assertThat(listed.path("coreCommands").findValuesAsText("name"))
                .containsExactly("Heating", "Target", "Temperature", "Reset", "Mode", "Safety", "Curve", "Layout");
        assertThat(listed.path("coreCommands").get(0))
                .isEqualTo(
                        Samples.json(
                                "{'name':'Heating','get':true,'set':true,"
                                        + "'path':'/api/v3/device/name/hall/Heating','url':'http://localhost:59882','parameters':["
                                        + "{'resourceName':'Target','valueType':'Int16'},{'resourceName':'Mode','valueType':'Uint8'}]}"));
        assertThat(listed.path("coreCommands").get(3))
                .isEqualTo(
                        Samples.json(
                                "{'name':'Reset','set':true,'path':'/api/v3/device/name/hall/Reset',"
                                        + "'url':'http://localhost:59882','parameters':[{'resourceName':'Reset','valueType':'Bool'}]}"));
    }

    @Test
    void allDevicesAreListedButThoseWithoutAProfile() {
        JsonNode answer = http.get("/device/all").json();

        assertThat(answer.path("totalCount").asInt()).isEqualTo(2);
        assertThat(answer.path("deviceCoreCommands").findValuesAsText("deviceName"))
                .containsExactly("hall");
        assertThat(http.get("/device/all?offset=3").status()).isEqualTo(416);
        assertThat(http.get("/device/all?limit=0").status()).isEqualTo(200);
        assertThat(http.get("/device/all?limit=x").status()).isEqualTo(400);
    }

    @Test
    void aReadIsPassedThrough() {
        Http.Answer answer =
                http.get("/device/name/hall/Temperature?ds-pushevent=true&jsonObject=eyJhIjoxfQ==&a=%26+b");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(DeviceServer.EVENT);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.correlationId()).isEqualTo("me-17");
        assertThat(device.asked).hasSize(1);
        DeviceServer.Asked asked = device.asked.get(0);
        assertThat(asked.correlationId()).isEqualTo("me-17");
        assertThat(asked.line()).startsWith("GET /api/v3/device/name/hall/Temperature?");
        Map<String, String> query = new HashMap<>();
        for (String pair : asked.line().split("\\?", 2)[1].split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        assertThat(query)
                .containsOnly(
                        Map.entry("ds-pushevent", "true"),
                        Map.entry("jsonObject", "eyJhIjoxfQ=="),
                        Map.entry("a", "& b"));
    }

    @Test
    void anEventThatIsNotWantedIsAnEmptyAnswer() {
        device.answers(exchange -> DeviceServer.answer(exchange, 200, ""));

        Http.Answer answer = http.get("/device/name/hall/Temperature?ds-returnevent=false");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void flagsAreTrueOrFalseAndNothingElse() {
        for (String flag : new String[] {"ds-pushevent", "ds-returnevent", "ds-regexcmd"}) {
            Http.Answer answer = http.get("/device/name/hall/Temperature?" + flag + "=yes");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.message()).contains(flag, "'yes'", "'true' or 'false'");
        }
        assertThat(device.asked).isEmpty();
    }

    @Test
    void anExpressionGoesToTheDeviceServiceUnlessItIsNotWanted() {
        assertThat(http.get("/device/name/hall/T.*").status()).isEqualTo(200);
        assertThat(device.asked.get(0).line()).isEqualTo("GET /api/v3/device/name/hall/T.%2A");

        Http.Answer answer = http.get("/device/name/hall/T.*?ds-regexcmd=false");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).contains("'T.*'", "Thermostat");
    }

    @Test
    void namesOfAnyCharactersReachTheDeviceService() {
        devices.add("Büro/2 #1", "device-heat", device.url(), Samples.PROFILE);

        assertThat(http.get("/device/name/B%C3%BCro%2F2%20%231/Temperature").status())
                .isEqualTo(200);
        assertThat(device.asked.get(0).line()).isEqualTo("GET /api/v3/device/name/B%C3%BCro%2F2%20%231/Temperature");
    }

    @Test
    void whatCanOnlyBeWrittenIsNotReadAndTheOtherWayRound() {
        assertThat(http.get("/device/name/hall/Reset").status()).isEqualTo(405);
        assertThat(http.get("/device/name/hall/Hidden").status()).isEqualTo(405);
        Http.Answer answer = http.put("/device/name/hall/Temperature", "{'Temperature':'1'}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.message()).isEqualTo("'Temperature' of device 'hall' can only be read");
        assertThat(device.asked).isEmpty();
    }

    @Test
    void whoIsNotThereIsNotFound() {
        assertThat(http.get("/device/name/attic/Temperature").status()).isEqualTo(404);
        assertThat(http.get("/device/name/attic").message()).isEqualTo("device 'attic' does not exist");
        assertThat(http.put("/device/name/hall/Nothing", "{}").status()).isEqualTo(404);
        assertThat(http.get("/device/name/bare/Temperature").status()).isEqualTo(423);
    }

    @Test
    void aWriteReachesTheDeviceServiceWithValuesAsItReadsThem() {
        device.answers(exchange -> DeviceServer.answer(exchange, 200, "{\"apiVersion\":\"v3\",\"statusCode\":200}"));

        Http.Answer answer = http.put("/device/name/hall/Heating", "{'Target':22,'Mode':'eco'}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(Samples.json("{'apiVersion':'v3','statusCode':200}"));
        assertThat(device.asked.get(0).line()).isEqualTo("PUT /api/v3/device/name/hall/Heating");
        assertThat(Samples.json(device.asked.get(0).body())).isEqualTo(Samples.json("{'Target':'22','Mode':'eco'}"));
        assertThat(device.asked.get(0).correlationId()).isEqualTo("me-17");
    }

    @Test
    void aWrongValueDoesNotReachTheDevice() {
        Http.Answer answer = http.put("/device/name/hall/Target", "{'Target':31}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("parameter 'Target' is 31, above its maximum 30");
        assertThat(http.put("/device/name/hall/Target", "[1]").status()).isEqualTo(400);
        assertThat(http.put("/device/name/hall/Target", "{'Target'").status()).isEqualTo(400);
        assertThat(http.put("/device/name/hall/Target", "{'Target':1}{}").status())
                .isEqualTo(400);
        assertThat(device.asked).isEmpty();
    }

    @Test
    void whatHasDefaultsMayBeWrittenWithoutABody() {
        assertThat(http.put("/device/name/hall/Hidden", "").status()).isEqualTo(200);
        assertThat(device.asked.get(0).body()).isEqualTo("{}");
    }

    @Test
    void theDeviceServiceDecidesAloneWhereTheCheckIsOff() {
        service.modified(Map.of("check.parameters", "false"));

        assertThat(http.put("/device/name/hall/Target", "{'Target':31,'x':true}")
                        .status())
                .isEqualTo(200);
        assertThat(Samples.json(device.asked.get(0).body())).isEqualTo(Samples.json("{'Target':31,'x':true}"));
    }

    @Test
    void whatTheDeviceServiceRefusesIsPassedThroughWithItsBody() {
        String body = "{\"apiVersion\":\"v3\",\"message\":\"device hall locked\",\"statusCode\":423}";
        for (int status : new int[] {400, 404, 405, 423, 500, 503}) {
            device.answers(exchange -> DeviceServer.answer(exchange, status, body));
            Http.Answer answer = http.get("/device/name/hall/Temperature");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
        }
        assertThat(http.get("/device/name/hall/Temperature").status()).isEqualTo(503);
        assertThat(device.asked).as("answers are no reason to open the circuit").hasSize(7);
    }

    @Test
    void commandsToAServiceThatDoesNotAnswerFailAtOnceAndGoThroughAgainWhenItDoes() {
        service.modified(Map.of("circuit.failures", "3", "circuit.pause", "5m"));
        device.answers(HttpExchange::close);
        for (int i = 0; i < 3; i++) {
            Http.Answer answer = http.put("/device/name/hall/Target", "{'Target':20}");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).contains(device.url(), "broke the connection", "not known");
        }
        Http.Answer refused = http.get("/device/name/hall/Temperature");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.message()).contains("device service device-heat (REST) does not answer", "tried again");
        assertThat(Integer.parseInt(refused.retryAfter())).isBetween(1, 300);
        assertThat(device.asked).hasSize(3);
        assertThat(service.execute().getStatus().name()).isEqualTo("WARN");
        assertThat(service.execute().toString()).contains("device-heat (REST)", "3 commands in succession");
        assertThat(http.put("/device/name/hall/Target", "{'Target':31}").status())
                .as("the check comes first")
                .isEqualTo(400);

        device.answers(exchange -> DeviceServer.answer(exchange, 200, DeviceServer.EVENT));
        service.modified(Map.of("circuit.failures", "4"));

        assertThat(http.get("/device/name/hall/Temperature").status()).isEqualTo(200);
        service.modified(Map.of("circuit.failures", "3"));
        assertThat(http.get("/device/name/hall/Temperature").status()).isEqualTo(200);
        assertThat(service.execute().getStatus().name()).isEqualTo("OK");
    }

    @Test
    void oneServiceThatHangsTakesNoMoreThanItsPlaces() throws InterruptedException {
        service.modified(Map.of("requests.max.per.service", "1", "request.timeout", "1m"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        device.answers(exchange -> {
            asked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            DeviceServer.answer(exchange, 200, DeviceServer.EVENT);
        });
        CompletableFuture<Http.Answer> first =
                CompletableFuture.supplyAsync(() -> http.get("/device/name/hall/Temperature"));
        asked.await();

        Http.Answer second = http.get("/device/name/hall/Temperature");

        assertThat(second.status()).isEqualTo(503);
        assertThat(second.message()).contains("too many commands", "device-heat");
        assertThat(second.retryAfter()).isEqualTo("1");
        go.countDown();
        assertThat(first.join().status()).isEqualTo(200);
    }

    @Test
    void noRedirectionIsFollowed() {
        device.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", device.url() + "/elsewhere");
            DeviceServer.answer(exchange, 302, "");
        });

        Http.Answer answer = http.get("/device/name/hall/Temperature");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.message()).contains(device.url(), "302", "redirection");
        assertThat(device.asked).hasSize(1);
    }

    @Test
    void onlyHttpIsSpoken() {
        devices.add("odd", "device-odd", "file:///etc/passwd", Samples.PROFILE);

        Http.Answer answer = http.get("/device/name/odd/Temperature");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).contains("device-odd", "'file:///etc/passwd'", "http://host:port");
    }

    @Test
    void withoutMetadataTheServiceSaysSo() {
        service.unbindDevices(devices);

        Http.Answer answer = http.get("/device/name/hall/Temperature");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).isEqualTo("core-metadata is not there; try again");
        assertThat(answer.retryAfter()).isEqualTo("1");
        assertThat(service.execute().getStatus().name()).isEqualTo("TEMPORARILY_UNAVAILABLE");
    }
}
