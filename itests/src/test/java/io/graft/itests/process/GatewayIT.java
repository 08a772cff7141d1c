package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** One gateway, from its first start on, through what its users meet. */
public class GatewayIT {
    private static final Duration LIVE = Duration.ofSeconds(90);

    private static GatewayProcess gateway;

    @BeforeClass
    public static void start() throws IOException, InterruptedException {
        gateway = GatewayProcess.unpack("gateway");
        gateway.start();
    }

    @AfterClass
    public static void stop() throws IOException, InterruptedException {
        gateway.close();
    }

    @Test
    public void isReadyAndLive() throws Exception {
        assertThat(gateway.get("http", "/health/ready").statusCode()).isEqualTo(200);
        assertThat(gateway.get("http", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    public void everyServiceAnswersOnItsPortAndUnderItsPrefix() throws Exception {
        for (String service : new String[] {"core-data", "core-metadata", "core-command", "core-keeper"}) {
            assertThat(GatewayProcess.json(gateway.get(service, "/api/v3/ping"))
                            .path("serviceName")
                            .asText())
                    .isEqualTo(service);
            assertThat(GatewayProcess.json(gateway.get("http", "/" + service + "/api/v3/ping"))
                            .path("serviceName")
                            .asText())
                    .isEqualTo(service);
        }
    }

    @Test
    public void postedEventIsGivenBack() throws Exception {
        UUID id = UUID.randomUUID();
        HttpResponse<String> posted = gateway.post("core-data", Events.PATH, Events.withId(id));
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        assertThat(GatewayProcess.json(posted).path("id").asText()).isEqualTo(id.toString());
        JsonNode event = GatewayProcess.json(gateway.get("core-data", "/api/v3/event/id/" + id))
                .path("event");
        assertThat(event.path("deviceName").asText()).isEqualTo("it-device");
        assertThat(event.path("readings").get(0).path("value").asText()).isEqualTo("42");
        assertThat(gateway.post("core-data", Events.PATH, Events.withId(id)).statusCode())
                .isEqualTo(409);
    }

    @Test
    public void deviceIsKeptUntilItIsDeleted() throws Exception {
        String service = add(
                "/api/v3/deviceservice",
                "[{'apiVersion':'v3','service':{'name':'it device service','adminState':'UNLOCKED',"
                        + "'baseAddress':'http://127.0.0.1:59999'}}]");
        String profile = add(
                "/api/v3/deviceprofile",
                "[{'apiVersion':'v3','profile':{'name':'it profile','deviceResources':[{'name':'value',"
                        + "'properties':{'valueType':'Int32','readWrite':'R'}}]}}]");
        String device = add(
                "/api/v3/device?bypassValidation=true",
                "[{'apiVersion':'v3','device':{'name':'it dévice','adminState':'UNLOCKED','operatingState':'UP',"
                        + "'serviceName':'it device service','profileName':'it profile','protocols':{'other':{}}}}]");
        assertThat(service).isNotEmpty();
        assertThat(profile).isNotEmpty();
        HttpResponse<String> found = gateway.get("core-metadata", "/api/v3/device/name/it%20d%C3%A9vice");
        assertThat(GatewayProcess.json(found).path("device").path("id").asText())
                .isEqualTo(device);
        HttpResponse<String> deleted =
                gateway.send(gateway.request("core-metadata", "/api/v3/device/name/it%20d%C3%A9vice")
                        .DELETE());
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(gateway.get("core-metadata", "/api/v3/device/name/it%20d%C3%A9vice")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    public void commandsReachADeviceServiceAndWrongValuesDoNot() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] answer = "{\"apiVersion\":\"v3\",\"statusCode\":200}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        try {
            add(
                    "/api/v3/deviceservice",
                    "[{'apiVersion':'v3','service':{'name':'it heating','adminState':'UNLOCKED',"
                            + "'baseAddress':'http://127.0.0.1:"
                            + service.getAddress().getPort() + "'}}]");
            add(
                    "/api/v3/deviceprofile",
                    "[{'apiVersion':'v3','profile':{'name':'it thermostat','deviceResources':[{'name':'Target',"
                            + "'properties':{'valueType':'Int16','readWrite':'RW','minimum':5,'maximum':30}}]}}]");
            add(
                    "/api/v3/device?bypassValidation=true",
                    "[{'apiVersion':'v3','device':{'name':'it hall','adminState':'UNLOCKED','operatingState':'UP',"
                            + "'serviceName':'it heating','profileName':'it thermostat','protocols':{'other':{}}}}]");
            String path = "/api/v3/device/name/it%20hall/Target";

            assertThat(gateway.get("core-command", path).statusCode()).isEqualTo(200);
            assertThat(put(path, "{\"Target\":22}").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = put(path, "{\"Target\":31}");

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("parameter 'Target' is 31, above its maximum 30");
            assertThat(asked).containsExactly("GET " + path + " ", "PUT " + path + " {\"Target\":\"22\"}");
            assertThat(gateway.graft("shell", "graft:command 'it hall' Target Target=21")
                            .output())
                    .contains("it hall has taken Target = 21.");
            assertThat(asked).hasSize(3);
        } finally {
            service.stop(0);
        }
    }

    private static HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
        return gateway.send(gateway.request("core-command", path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static String add(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> added = gateway.post("core-metadata", path, body.replace('\'', '"'));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(207);
        JsonNode first = GatewayProcess.json(added).get(0);
        assertThat(first.path("statusCode").asInt()).as(added.body()).isEqualTo(201);
        return first.path("id").asText();
    }

    @Test
    public void readingsOfThisMachineArriveByThemselves() throws Exception {
        await().atMost(LIVE)
                .until(() ->
                        GatewayProcess.json(gateway.get("core-data", "/api/v3/event/count/device/name/this-machine"))
                                        .path("count")
                                        .asLong()
                                > 1);
        JsonNode reading = GatewayProcess.json(
                        gateway.get("core-data", "/api/v3/reading/device/name/this-machine?limit=1"))
                .path("readings")
                .get(0);
        assertThat(reading.path("deviceName").asText()).isEqualTo("this-machine");
        assertThat(reading.path("value").asText()).isNotEmpty();
    }

    @Test
    public void theMachineIsReadAndSetByCommands() throws Exception {
        String machine = "/api/v3/device/name/this-machine/";
        await().atMost(LIVE)
                .until(() ->
                        gateway.get("core-command", machine + "MemoryTotal").statusCode() == 200);
        assertThat(put(machine + "SamplingInterval", "{\"SamplingInterval\":\"900\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("core-command", machine + "SamplingInterval").body())
                .contains("\"value\":\"900\"");
        for (String service : new String[] {"core-command", "device-host"}) {
            HttpResponse<String> refused = gateway.send(gateway.request(service, machine + "SamplingInterval")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"SamplingInterval\":\"99\"}")));
            assertThat(refused.statusCode()).as(service).isEqualTo(400);
            assertThat(refused.body()).as(service).contains("SamplingInterval", "99", "100");
        }
    }

    @Test
    public void editedSettingCountsWithoutARestart() throws Exception {
        long process = gateway.pid();
        GatewayProcess.setting(gateway.etc("io.graft.coredata.cfg"), "max.result.count", "3");
        await().atMost(LIVE)
                .until(() ->
                        gateway.get("core-data", "/api/v3/event/all?limit=4").statusCode() == 400);
        GatewayProcess.setting(gateway.etc("io.graft.coredata.cfg"), "max.result.count", "1024");
        await().atMost(LIVE)
                .until(() ->
                        gateway.get("core-data", "/api/v3/event/all?limit=4").statusCode() == 200);
        assertThat(gateway.pid()).isEqualTo(process);
    }

    @Test
    public void settingPutThroughKeeperCountsAtOnceAndReachesTheFile() throws Exception {
        String key = "/api/v3/kvs/key/edgex/v4/core-metadata/Writable/LogLevel";
        HttpResponse<String> put = gateway.send(gateway.request("core-keeper", key)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"value\":\"WARN\"}")));
        assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
        assertThat(gateway.get("core-keeper", key + "?plaintext=true").body()).contains("WARN");
        await().atMost(LIVE).until(() -> Files.readString(gateway.etc("io.graft.metadata.cfg"))
                .matches("(?s).*log\\.level *= *\"?WARN.*"));
    }

    @Test
    public void consoleKnowsTheAdministratorAndNobodyElse() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.etc("users.properties"))))
                .isEqualTo("rw-------");
        Properties users = new Properties();
        try (var reader = Files.newBufferedReader(gateway.etc("users.properties"))) {
            users.load(reader);
        }
        String password = users.getProperty("admin").split(",", 2)[0];
        assertThat(console("admin", password)).isEqualTo(200);
        assertThat(console("admin", "admin")).isEqualTo(401);
        assertThat(console("karaf", "karaf")).isEqualTo(401);
        assertThat(gateway.log()).doesNotContain(password);
        assertThat(gateway.graft("status").output()).doesNotContain(password).contains("users.properties");
    }

    private static int console(String user, String password) throws IOException, InterruptedException {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return gateway.send(gateway.request("http", "/system/console/bundles.json")
                        .header("Authorization", "Basic " + pair)
                        .GET())
                .statusCode();
    }

    @Test
    public void shellCommandGivesItsOutputAndItsSuccess() throws Exception {
        GatewayProcess.Result list = gateway.graft("shell", "bundle:list -t 0 -s");
        assertThat(list.status()).as(list.output()).isZero();
        assertThat(list.output()).contains("io.graft.coredata").doesNotContain("\u001b");
        assertThat(gateway.graft("shell", "no:such").status()).isNotZero();
        assertThat(gateway.graft("shell", "bundle:start 99999").status()).isNotZero();
    }

    @Test
    public void secondGatewayOnTheSameHomeIsRefused() throws Exception {
        GatewayProcess.Result second = gateway.graft("start");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.output().strip().lines())
                .singleElement()
                .asString()
                .contains(gateway.home().toString())
                .contains(Long.toString(gateway.pid()));
        assertThat(gateway.graft("status").status()).isZero();
    }

    @Test
    public void portInUseIsSaidInOneSentence() throws Exception {
        GatewayProcess.Result other = gateway.graft(
                Map.of(
                        "GRAFT_HOME",
                        gateway.home().resolveSibling("another home").toString()),
                "start");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.output().strip().lines()).singleElement().asString().startsWith("graft: Port ");
    }

    @Test
    public void everyPortIsBoundToLoopbackOnly() throws Exception {
        var others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .toList();
        for (InetAddress address : others) {
            for (Map.Entry<String, Integer> port : gateway.ports().entrySet()) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address, port.getValue()), 2_000);
                    throw new AssertionError(port + " answers on " + address);
                } catch (ConnectException refused) {
                    assertThat(refused).hasMessageContaining("refused");
                }
            }
        }
    }
}
