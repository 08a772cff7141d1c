package io.graft.keeper.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryRoutesTest {

    private static final String BY_ID = "/registry/serviceId/{serviceId}";

    private final ServiceDirectory services = new ServiceDirectory(Clock.systemUTC());
    private final DocumentGate gate = new DocumentGate("core-keeper", "documents", List.of(), new FakeMetrics());
    private final MemoryDocuments documents = new MemoryDocuments();
    private final RegistrationStore store = new RegistrationStore(gate, Clock.systemUTC(), () -> 3);
    private final HealthWatch watch = new HealthWatch(new HealthProbe(Duration.ofSeconds(2))::ask, store::status);
    private final AtomicInteger health = new AtomicInteger(200);
    private HttpServer server;
    private Routes routes;

    @BeforeEach
    void start() throws IOException {
        gate.bind(documents, Map.of());
        services.add(new FakeService());
        Routes.Builder builder = Routes.builder();
        new RegistryRoutes(services, store, watch, () -> "gateway.example").addTo(builder);
        routes = builder.build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v3/ping", exchange -> {
            exchange.sendResponseHeaders(health.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        watch.close();
        server.stop(0);
    }

    @Test
    void theGatewaysServicesAreThereByThemselves() throws IOException {
        JsonNode own = send("GET", BY_ID, "core-data", "").body().get("registration");
        assertThat(own.get("status").textValue()).isEqualTo("UP");
        assertThat(own.get("host").textValue()).isEqualTo("gateway.example");
        assertThat(own.get("port").intValue()).isEqualTo(59880);
        assertThat(own.get("healthCheck").get("path").textValue()).isEqualTo("/api/v3/ping");
        assertThat(ids(false)).containsExactly("core-data");
        for (String method : List.of("POST", "PUT")) {
            assertThatThrownBy(() -> send(method, "/registry", "", body("core-data", "UP", "10s")))
                    .satisfies(is(409));
        }
        assertThatThrownBy(() -> send("DELETE", BY_ID, "core-data", "")).satisfies(is(409));
    }

    @Test
    void aServiceRegistersChangesAndLeaves() throws IOException {
        FakeRequest.Answer added = send("POST", "/registry", "", body("app-x", "", "10s"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().get("serviceName").textValue()).isEqualTo("app-x");
        assertThat(status("app-x")).isEqualTo("UNKNOWN");
        assertThatThrownBy(() -> send("POST", "/registry", "", body("app-x", "", "10s")))
                .hasMessageContaining("app-x")
                .satisfies(is(409));
        assertThat(send("PUT", "/registry", "", body("app-x", "HALT", "10s")).status())
                .isEqualTo(204);
        assertThat(ids(false)).containsExactly("core-data");
        assertThat(ids(true)).containsExactly("app-x", "core-data");
        assertThat(send("DELETE", BY_ID, "app-x", "").status()).isEqualTo(204);
        assertThatThrownBy(() -> send("DELETE", BY_ID, "app-x", "")).satisfies(is(404));
        assertThatThrownBy(() -> send("GET", BY_ID, "app-x", "")).satisfies(is(404));
        assertThatThrownBy(() -> send("PUT", "/registry", "", body("app-x", "UP", "10s")))
                .satisfies(is(404));
    }

    @Test
    void everyFaultOfARegistrationIsNamed() {
        assertThatThrownBy(() -> send("POST", "/registry", "", "{}"))
                .hasMessageContaining("AddRegistrationRequest.ApiVersion field is required")
                .hasMessageContaining("AddRegistrationRequest.Registration field is required")
                .satisfies(is(400));
        String bad = "{\"apiVersion\":\"v3\",\"registration\":{\"serviceId\":\" \",\"port\":70000,"
                + "\"healthCheck\":{\"interval\":\"10t\",\"path\":\"ping\",\"type\":\"file\"}}}";
        assertThatThrownBy(() -> send("POST", "/registry", "", bad))
                .hasMessageContaining("ServiceId field is required")
                .hasMessageContaining("Host field is required")
                .hasMessageContaining("70000")
                .hasMessageContaining("10t")
                .hasMessageContaining("'ping'")
                .hasMessageContaining("'http' 'https'")
                .satisfies(is(400));
        for (String interval : List.of("0s", "999ms", "25h", "10", "s", "1s2", "-1s", "1e9s", "")) {
            assertThatThrownBy(() -> send("POST", "/registry", "", body("app-x", "", interval)))
                    .as(interval)
                    .hasMessageContaining("Interval")
                    .satisfies(is(400));
        }
    }

    @Test
    void moreServicesThanAllowedAreRefused() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            send("POST", "/registry", "", body(id, "", "1h"));
        }
        assertThatThrownBy(() -> send("POST", "/registry", "", body("d", "", "1h")))
                .hasMessageContaining("registry.max")
                .satisfies(is(413));
    }

    @Test
    void aServiceIsAskedWhetherItIsWell() throws IOException {
        send("POST", "/registry", "", body("app-x", "", "1s"));
        Awaitility.await().until(() -> status("app-x").equals("UP"));
        health.set(500);
        Awaitility.await().until(() -> status("app-x").equals("DOWN"));
        health.set(200);
        Awaitility.await().until(() -> status("app-x").equals("UP"));
        send("PUT", "/registry", "", body("app-x", "HALT", "1s"));
        assertThat(status("app-x")).isEqualTo("HALT");
    }

    @Test
    void servicesInAStoreThatComesAreWatched() {
        store.add(new Registration(
                0,
                0,
                "old",
                "UNKNOWN",
                "127.0.0.1",
                server.getAddress().getPort(),
                new Registration.HealthCheck("1s", "/api/v3/ping", "http")));
        watch.restart(store::all);
        Awaitility.await().until(() -> status("old").equals("UP"));
    }

    private String body(String id, String status, String interval) {
        return "{\"apiVersion\":\"v3\",\"registration\":{\"serviceId\":\"" + id + "\",\"status\":\"" + status
                + "\",\"host\":\"127.0.0.1\",\"port\":" + server.getAddress().getPort()
                + ",\"HealthCheck\":{\"interval\":\"" + interval
                + "\",\"path\":\"/api/v3/ping\",\"type\":\"http\"}}}";
    }

    private String status(String id) throws IOException {
        return send("GET", BY_ID, id, "")
                .body()
                .get("registration")
                .get("status")
                .textValue();
    }

    private List<String> ids(boolean deregistered) throws IOException {
        JsonNode body = new FakeRequest("GET", Map.of(), Map.of("deregistered", String.valueOf(deregistered)), "")
                .send(routes, "/registry/all")
                .body();
        List<String> ids = new ArrayList<>();
        body.get("registrations").forEach(each -> ids.add(each.get("serviceId").textValue()));
        assertThat(body.get("totalCount").intValue()).isEqualTo(ids.size());
        return ids;
    }

    private FakeRequest.Answer send(String method, String template, String id, String json) throws IOException {
        return new FakeRequest(method, Map.of("serviceId", id), Map.of(), json).send(routes, template);
    }

    private static Consumer<Throwable> is(int status) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(ApiException.class);
            assertThat(((ApiException) thrown).kind().status()).isEqualTo(status);
        };
    }
}
