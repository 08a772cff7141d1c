package io.graft.rest.internal;

import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.internal.health.HealthBoard;
import io.graft.rest.internal.metrics.MetricsRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One service behind the real dispatcher and a real Jetty, on a port of its own. */
final class TestGateway implements AutoCloseable {

    static final RestSettings SETTINGS = new RestSettings(
            "127.0.0.1",
            100,
            40,
            Duration.ofSeconds(1),
            1024,
            Duration.ofSeconds(30),
            64 << 20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            16 * 1024,
            List.of());

    private final Server server = new Server(new QueuedThreadPool(200));
    private final HealthBoard health = new HealthBoard();
    private final MetricsRegistry metrics = new MetricsRegistry();
    private final int port;

    TestGateway(RestSettings settings, RestService service) throws Exception {
        CommonEndpoints common = new CommonEndpoints("1.0.0", metrics, new HealthEndpoints(health, List::of));
        Dispatcher dispatcher = new Dispatcher(settings);
        ServedService served = new ServedService(
                service.name(),
                service,
                List.of(service.routes(), common.forService(service)),
                common.observation(),
                metrics);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(
                new ServletHolder(new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        dispatcher.serve(served, 0, request, response);
                    }
                }),
                "/*");
        server.setHandler(context);
        server.start();
        OwnPort own = new OwnPort(service.name(), new InetSocketAddress(settings.host(), 0), settings);
        ServerConnector connector = (ServerConnector) own.createConnector(server);
        server.addConnector(connector);
        connector.start();
        port = connector.getLocalPort();
    }

    static TestGateway of(Routes routes) throws Exception {
        return new TestGateway(SETTINGS, new TestService(routes));
    }

    HealthBoard health() {
        return health;
    }

    int port() {
        return port;
    }

    String metrics() {
        return new String(metrics.text(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.stop();
            health.close();
        } catch (Exception e) {
            throw new IllegalStateException("the test's server did not stop", e);
        }
    }
}
