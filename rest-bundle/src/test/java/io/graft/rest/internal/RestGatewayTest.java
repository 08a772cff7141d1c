package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.rest.Response;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import io.graft.rest.internal.health.HealthBoard;
import io.graft.rest.internal.metrics.MetricsRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.ConfigurationAdmin;

class RestGatewayTest {

    /** A service whose port can change. */
    private static final class MovingService implements RestService {

        private final String name;
        private final String answer;
        private volatile int port;

        MovingService(String answer, int port) {
            this("core-moving", answer, port);
        }

        MovingService(String name, String answer, int port) {
            this.name = name;
            this.answer = answer;
            this.port = port;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String pid() {
            return "io.graft.moving";
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public Routes routes() {
            return Routes.builder()
                    .get(
                            "/who",
                            "Says who answers.",
                            request -> Response.of(
                                    200, "text/plain", answer.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .build();
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }
    }

    private final Server server = new Server();
    private final HealthBoard health = new HealthBoard();
    private final FakeFramework framework = new FakeFramework(server);
    private RestGateway gateway;
    private int commonPort;

    @BeforeEach
    void start() throws Exception {
        ConfigurationAdmin none = FakeFramework.proxy(ConfigurationAdmin.class, (method, args) -> {
            throw new UnsupportedOperationException(method);
        });
        gateway = new RestGateway(framework.context(), config("127.0.0.1"), new MetricsRegistry(), health, none);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addFilter(new FilterHolder(gateway), "/*", null);
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        int api = request.getRequestURI().indexOf("/api/", 1);
                        if (api > 0) {
                            gateway.serve(request, response, api);
                        } else {
                            response.getOutputStream().print("console");
                        }
                    }
                }),
                "/*");
        server.setHandler(context);
        server.start();
        ServerConnector common = new ServerConnector(server);
        server.addConnector(common);
        common.setHost("127.0.0.1");
        common.start();
        commonPort = common.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.deactivate();
        health.close();
        server.stop();
        assertThat(framework.ports()).isZero();
    }

    @Test
    void servesAServiceOnItsPortAndUnderItsNameAndOthersOnTheCommonPortOnly() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        awaitPort(service.port);

        assertThat(get(service.port, "/api/v3/who").body()).isEqualTo("me");
        assertThat(get(commonPort, "/core-moving/api/v3/who").body()).isEqualTo("me");
        assertThat(get(service.port, "/system/console").status()).isEqualTo(404);
        assertThat(get(service.port, "/core-moving/api/v3/who").status()).isEqualTo(404);
        assertThat(get(commonPort, "/system/console").body()).isEqualTo("console");
        assertThat(get(commonPort, "/api/v3/who").body()).isEqualTo("console");
        assertThat(get(commonPort, "/metrics").body()).contains("graft_uptime_seconds");
    }

    @Test
    void servesTheGatewaysOwnServiceOnTheCommonPortWithoutAPrefixToo() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        gateway.bind(new MovingService("gateway", "the gateway", 0));
        awaitPort(service.port);

        assertThat(get(commonPort, "/api/v3/who").body()).isEqualTo("the gateway");
        assertThat(get(commonPort, "/gateway/api/v3/who").body()).isEqualTo("the gateway");
        assertThat(get(commonPort, "/core-moving/api/v3/who").body()).isEqualTo("me");
        assertThat(get(service.port, "/api/v3/who").body()).isEqualTo("me");
        assertThat(get(commonPort, "/api/v3/nothing").status()).isEqualTo(404);
        assertThat(get(commonPort, "/metrics").body()).contains("graft_uptime_seconds");
    }

    @Test
    void servesTheGatewaysOwnServiceToServletsThatHandARequestOver() throws Exception {
        assertThat(get(commonPort, "/console/api/v3/who").status()).isEqualTo(503);
        gateway.bind(new MovingService("gateway-more", "more", 0));
        assertThat(get(commonPort, "/console/api/v3/who").body()).isEqualTo("more");
        gateway.bind(new MovingService("gateway", "the gateway", 0));
        assertThat(get(commonPort, "/console/api/v3/who").body()).isEqualTo("the gateway");
        assertThat(get(commonPort, "/console/api/v3/nothing").status()).isEqualTo(404);
        assertThat(get(commonPort, "/console").body()).isEqualTo("console");
    }

    @Test
    void servesWhatAnotherBundleAddsToTheGatewaysOwnService() throws Exception {
        gateway.bind(new MovingService("gateway-more", "more", 0));

        assertThat(get(commonPort, "/api/v3/who").body()).isEqualTo("more");
        gateway.bind(new MovingService("gateway", "the gateway", 0));
        assertThat(get(commonPort, "/api/v3/who").body()).isEqualTo("the gateway");
        assertThat(get(commonPort, "/gateway-more/api/v3/who").body()).isEqualTo("more");
        assertThat(get(commonPort, "/api/v3/nothing").status()).isEqualTo(404);
    }

    @Test
    void isReadyWhateverAProviderThatNobodyMayUseSays() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        await().until(() -> get(commonPort, "/health/ready").status() == 200);
        health.bind(
                () -> new Result(Result.Status.CRITICAL, "connection refused"),
                Map.of(HealthCheck.NAME, "Redis", HealthCheck.TAGS, "ready", "persistence.provider", "redis"));

        assertThat(get(commonPort, "/health/ready").status()).isEqualTo(200);
        RawHttp.Answer all = get(commonPort, "/health");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.body()).contains("\"status\":\"UP\"").contains("connection refused");
    }

    @Test
    void isReadyWhenTheServicesItNeedsAreThere() throws Exception {
        RawHttp.Answer before = get(commonPort, "/health/ready");
        assertThat(before.status()).isEqualTo(503);
        assertThat(before.body()).contains("not there yet: core-moving");
        assertThat(before.header("Retry-After")).isEqualTo("1");
        assertThat(get(commonPort, "/health/live").status()).isEqualTo(200);
        RawHttp.Answer absent = get(commonPort, "/core-moving/api/v3/who");
        assertThat(absent.status()).isEqualTo(503);
        assertThat(absent.header("Retry-After")).isEqualTo("1");

        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        await().until(() -> get(commonPort, "/health/ready").status() == 200);
        gateway.unbind(service);
        await().until(() -> get(commonPort, "/health/ready").status() == 503);
    }

    @Test
    void followsAServiceToAnotherPort() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        awaitPort(service.port);
        int before = service.port;
        service.port = freePort();
        gateway.update(service);
        awaitPort(service.port);
        await().until(() -> !isOpen(before));
        service.port = 0;
        gateway.update(service);
        await().until(() -> framework.ports() == 0);
        assertThat(get(commonPort, "/core-moving/api/v3/who").body()).isEqualTo("me");
    }

    @Test
    void takesAPortAsSoonAsItIsFree() throws Exception {
        MovingService service;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            service = new MovingService("me", taken.getLocalPort());
            gateway.bind(service);
            assertThat(get(commonPort, "/core-moving/api/v3/who").body()).isEqualTo("me");
            assertThat(get(commonPort, "/health/ready").status()).isEqualTo(503);
        }
        awaitPort(service.port);
    }

    @Test
    void keepsThePortForAServiceThatReplacesAnother() throws Exception {
        MovingService old = new MovingService("old", freePort());
        gateway.bind(old);
        awaitPort(old.port);
        MovingService next = new MovingService("next", old.port);
        gateway.bind(next);
        gateway.unbind(old);
        assertThat(get(old.port, "/api/v3/who").body()).isEqualTo("next");
    }

    @Test
    void closesItsPortsBeforeItsServicesGo() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        awaitPort(service.port);
        gateway.deactivate();
        assertThat(framework.ports()).isZero();
        gateway.unbind(service);
    }

    @Test
    void keepsItsSettingsWhenNewOnesAreWrong() throws Exception {
        MovingService service = new MovingService("me", freePort());
        gateway.bind(service);
        awaitPort(service.port);
        gateway.modified(config(" "));
        assertThat(get(service.port, "/api/v3/who").body()).isEqualTo("me");
    }

    private static RestConfiguration config(String host) {
        return FakeFramework.proxy(RestConfiguration.class, (attribute, args) -> switch (attribute) {
            case "host" -> host;
            case "ready_services" -> new String[] {"core-moving"};
            default -> RestConfiguration.class.getDeclaredMethod(attribute).getDefaultValue();
        });
    }

    private void awaitPort(int port) {
        await().until(() -> isOpen(port));
    }

    private static boolean isOpen(int port) {
        try {
            return get(port, "/api/v3/ping").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static RawHttp.Answer get(int port, String path) throws IOException {
        return RawHttp.once(port, "GET", path, "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
