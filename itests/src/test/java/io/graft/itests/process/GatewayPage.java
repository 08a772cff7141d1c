package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.browser.Chromium;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.AssumptionViolatedException;

/** A gateway with Redis beside its built-in database, and its page in a browser. */
final class GatewayPage implements AutoCloseable {
    static final String CORE_DATA = "[data-key='core-data events'] ";
    static final String CORE_METADATA = "[data-key='core-metadata documents'] ";

    private Chromium browser;
    private RedisServer redis;
    private GatewayProcess gateway;

    private GatewayPage() {}

    /** Starts all of it. Without a browser or Redis on this machine, the tests are left out. */
    static GatewayPage start() throws IOException, InterruptedException {
        GatewayPage page = new GatewayPage();
        try {
            page.browser = started(() -> Chromium.start(1200, 900));
            page.redis = started(() -> RedisServer.start(RedisOptions.DURABLE));
            page.gateway = GatewayProcess.unpack("console");
            page.gateway.start();
            Files.writeString(
                    page.gateway.etc("io.graft.persistence.redis.cfg"),
                    "hosts = 127.0.0.1:" + page.redis.port() + "\n");
            page.succeeds("feature:install graft-persistence-redis");
            await().atMost(Duration.ofSeconds(90)).until(() -> page.gateway
                    .get("http", "/api/v3/provider/redis")
                    .body()
                    .contains("\"stores\":[\"events\",\"documents\"]"));
            return page;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            page.close();
            throw e;
        }
    }

    Chromium browser() {
        return browser;
    }

    RedisServer redis() {
        return redis;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** Opens the page as the administrator. */
    void open() throws IOException {
        Properties users = new Properties();
        try (var reader = Files.newBufferedReader(gateway.etc("users.properties"))) {
            users.load(reader);
        }
        String password = users.getProperty("admin").split(",", 2)[0];
        browser.open(
                "http://admin:" + password + "@127.0.0.1:" + gateway.ports().get("http") + "/system/console/graft");
        browser.awaitText("#graft-state", "Live");
    }

    /** Waits until a cell of a service's row says something. */
    void awaitBound(String row, String provider) {
        browser.awaitText("#graft-bindings " + row + "td:nth-child(3)", provider);
    }

    void bind(String service, String provider) throws IOException, InterruptedException {
        HttpResponse<String> bound = gateway.send(gateway.request("http", "/api/v3/binding/" + service)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"provider\": \"" + provider + "\"}")));
        assertThat(bound.statusCode()).as(bound.body()).isEqualTo(200);
    }

    String succeeds(String command) throws IOException, InterruptedException {
        GatewayProcess.Result result = gateway.graft("shell", command);
        assertThat(result.status()).as("%s: %s", command, result.output()).isZero();
        return result.output();
    }

    @Override
    public void close() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static <S> S started(Supplier<S> server) {
        try {
            return server.get();
        } catch (MissingServerException e) {
            throw new AssumptionViolatedException(e.getMessage(), e);
        }
    }
}
