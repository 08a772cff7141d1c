package io.graft.keeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.bus.binding.TestBus;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service behind the gateway's real dispatcher, over sockets. */
class KeeperHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTING = "/kvs/key/edgex/v4/core-data/Writable/PersistData";

    private final FakeConfigurations configurations = new FakeConfigurations();
    private final FakeService coreData = new FakeService();
    private final MemoryDocuments documents = new MemoryDocuments();
    private final KeeperService keeper = new KeeperService(
            new FakeBindings().targets(),
            configurations.admin(),
            new FakeMetrics(),
            TestBus.unbound(),
            Map.of("request.max.kb", "64", "documents.target", "(persistence.provider=memory)"));
    private final HttpClient client = HttpClient.newHttpClient();
    private SocketService server;

    @BeforeEach
    void start() {
        keeper.bindStore(documents, Map.of("persistence.provider", "memory"));
        keeper.bindService(coreData);
        configurations.onUpdate("io.graft.coredata", properties -> {
            coreData.configure(properties);
            keeper.updatedService(coreData);
        });
        configurations.onUpdate(KeeperService.PID, keeper::modified);
        server = new SocketService(keeper);
    }

    @AfterEach
    void stop() {
        server.close();
        keeper.unbindStore(documents);
        keeper.deactivate();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("graft-keeper")));
    }

    @Test
    void aKeyIsFoundWithItsSlashesEncodedOrNot() throws Exception {
        assertThat(send("PUT", "/kvs/key/edgex%2Fv4%2Fapp-x%2FWritable%2FLogLevel", "{\"value\":\"INFO\"}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> found = send("GET", "/kvs/key/edgex/v4/app-x?plaintext=true", null);
        assertThat(found.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode body = JSON.readTree(found.body());
        assertThat(body.get("apiVersion").textValue()).isEqualTo("v3");
        assertThat(body.get("statusCode").intValue()).isEqualTo(200);
        assertThat(body.get("response").get(0).get("key").textValue()).isEqualTo("edgex/v4/app-x/Writable/LogLevel");
        assertThat(body.get("response").get(0).get("value").textValue()).isEqualTo("INFO");
        assertThat(send("GET", "/kvs/key/edgex%2Fv4%2Fapp-x?keyOnly=true", null).body())
                .contains("\"response\":[\"edgex/v4/app-x/Writable/LogLevel\"]");
        assertThat(send("DELETE", "/kvs/key/edgex%2Fv4?prefixMatch=true", null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSettingChangesUnderItsKey() throws Exception {
        assertThat(send("PUT", SETTING, "{\"apiVersion\":\"v3\",\"value\":\"false\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", SETTING + "?plaintext=true", null).body()).contains("\"value\":\"false\"");
        assertThat(configurations.of("io.graft.coredata")).containsEntry("persist.data", "false");
        HttpResponse<String> own =
                send("PUT", "/kvs/key/edgex/v4/core-keeper/Registry/Host", "{\"value\":\"gateway.local\"}");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(send("GET", "/registry/serviceId/core-data", null).body()).contains("\"host\":\"gateway.local\"");
        assertThat(send("GET", "/registry/all", null).body()).contains("\"totalCount\":2");
    }

    @Test
    void badInputIsAnsweredWith4xxAndChangesNothing() throws Exception {
        Map<String, Integer> bodies = new LinkedHashMap<>();
        bodies.put("", 400);
        bodies.put("{\"value\":", 400);
        bodies.put("nonsense", 400);
        bodies.put("[]", 400);
        bodies.put("null", 400);
        bodies.put("{\"value\":null}", 400);
        bodies.put("{\"value\":{}}", 400);
        bodies.put("{\"value\":1e999}", 400);
        bodies.put("{\"value\":\"no boolean\"}", 400);
        bodies.put("{\"value\":" + "[".repeat(5000) + "]".repeat(5000) + "}", 400);
        bodies.put("{\"value\":" + "9".repeat(2000) + "}", 400);
        bodies.put("{\"value\":\"" + "x".repeat(70_000) + "\"}", 413);
        for (Map.Entry<String, Integer> each : bodies.entrySet()) {
            HttpResponse<String> answer = send("PUT", SETTING, each.getKey());
            String sent = each.getKey().substring(0, Math.min(60, each.getKey().length()));
            assertThat(answer.statusCode()).as(sent).isEqualTo(each.getValue());
            assertThat(JSON.readTree(answer.body()).get("message").textValue())
                    .as(sent)
                    .isNotBlank()
                    .doesNotContain("Exception");
        }
        assertThat(configurations.of("io.graft.coredata")).isEmpty();
        assertThat(send("GET", SETTING + "?plaintext=true", null).body()).contains("\"value\":\"true\"");
    }

    @Test
    void theLastOfTwoEqualFieldsCounts() throws Exception {
        for (String body : List.of("{\"value\":true,\"value\":false}", "{\"VALUE\":1,\"value\":false}")) {
            assertThat(send("PUT", SETTING, body).statusCode()).as(body).isEqualTo(200);
            assertThat(send("GET", SETTING + "?plaintext=true", null).body())
                    .as(body)
                    .contains("\"value\":\"false\"");
            assertThat(send("DELETE", SETTING, null).statusCode()).as(body).isEqualTo(200);
        }
    }

    @Test
    void aRegistrationWithWrongTypesNamesTheField() throws Exception {
        String body = "{\"apiVersion\":\"v3\",\"registration\":{\"serviceId\":\"app-x\",\"host\":\"localhost\","
                + "\"port\":\"1\",\"healthCheck\":{}}}";
        HttpResponse<String> answer = send("POST", "/registry", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("registration.port");
    }

    @Test
    void manyClientsThatSetTheSameKeysAllSucceed() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String key = "/kvs/key/shared/" + i % 3;
                String body = "{\"value\":" + i + "}";
                answers.add(clients.submit(() -> send("PUT", key, body).statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e);
        } finally {
            clients.shutdownNow();
        }
        assertThat(JSON.readTree(send("GET", "/kvs/key/shared", null).body()).get("response"))
                .hasSize(3);
    }

    @Test
    void healthSaysWhetherThereIsAStore() {
        assertThat(keeper.execute().isOk()).isTrue();
        keeper.unbindStore(documents);
        assertThat(keeper.execute().isOk()).isFalse();
        keeper.bindStore(documents, Map.of());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v3" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
