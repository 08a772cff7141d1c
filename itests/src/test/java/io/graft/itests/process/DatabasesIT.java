package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.testservers.MissingServerException;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.AfterClass;
import org.junit.AssumptionViolatedException;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * The databases that come with the gateway, put under its services as an operator does it: installed before the server is
 * there, bound when it is, taken away again.
 */
public class DatabasesIT {
    private static final Duration LIVE = Duration.ofSeconds(90);

    private static GatewayProcess gateway;

    @BeforeClass
    public static void start() throws IOException, InterruptedException {
        gateway = GatewayProcess.unpack("databases");
        gateway.start();
    }

    @AfterClass
    public static void stop() throws IOException, InterruptedException {
        gateway.close();
    }

    @Test
    public void redisComesAndGoes() throws Exception {
        String password = UUID.randomUUID().toString();
        RedisOptions withPassword = RedisOptions.DURABLE.withPassword(password);
        try (RedisServer server = started(() -> RedisServer.start(withPassword))) {
            comesAndGoes(
                    "redis", password, List.of("hosts = 127.0.0.1:" + server.port()), server::kill, server::startAgain);
        }
    }

    @Test
    public void mongoComesAndGoes() throws Exception {
        MongoOptions withPassword = new MongoOptions(true, true, false, false);
        try (MongoServer server = started(() -> MongoServer.start(withPassword))) {
            comesAndGoes(
                    "mongo",
                    MongoServer.PASSWORD,
                    List.of("uri = " + server.uri(), "user = " + MongoServer.USER),
                    server::kill,
                    server::startAgain);
        }
    }

    private static void comesAndGoes(
            String provider, String password, List<String> settings, Runnable kill, Runnable startAgain)
            throws Exception {
        kill.run();
        Path file = gateway.etc("io.graft.persistence." + provider + ".cfg");
        Files.writeString(file, "# mine\n" + String.join("\n", settings) + "\npassword = $[secret:" + provider + "]\n");
        Files.writeString(gateway.home().resolve("secrets").resolve(provider), password);

        succeeds("feature:install graft-persistence-" + provider);
        await().atMost(LIVE).until(() -> shown(provider).contains("CRITICAL"));
        assertThat(gateway.get("http", "/health/ready").statusCode()).isEqualTo(200);
        GatewayProcess.Result refused = gateway.graft("shell", "graft:bind core-data " + provider);
        assertThat(refused.status()).as(refused.output()).isNotZero();
        assertThat(refused.output()).contains("provider " + provider + " is installed, but serves no events now");

        startAgain.run();
        await().atMost(LIVE).until(() -> shown(provider).contains("\"stores\":[\"events\",\"documents\"]"));
        succeeds("graft:bind core-data " + provider);
        succeeds("graft:bind core-metadata " + provider);
        storesAndFinds();
        assertThat(gateway.get("http", "/health/ready").statusCode()).isEqualTo(200);
        assertThat(succeeds("graft:bindings"))
                .containsPattern("core-data +\\| events +\\| " + provider + " +\\| BOUND");

        succeeds("graft:bind core-data embedded");
        succeeds("graft:bind core-metadata embedded");
        succeeds("feature:uninstall graft-persistence-" + provider);
        await().atMost(LIVE)
                .until(() -> gateway.get("http", "/api/v3/provider/" + provider).statusCode() == 404);
        assertThat(file).content().contains("# mine").contains("password = $[secret:" + provider + "]");
        assertThat(gateway.log()).doesNotContain(password);
    }

    private static void storesAndFinds() throws IOException, InterruptedException {
        UUID id = UUID.randomUUID();
        HttpResponse<String> posted = gateway.post("core-data", Events.PATH, Events.withId(id));
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        assertThat(gateway.get("core-data", "/api/v3/event/id/" + id).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("core-metadata", "/api/v3/device/all").statusCode())
                .isEqualTo(200);
    }

    private static String shown(String provider) throws IOException, InterruptedException {
        return gateway.get("http", "/api/v3/provider/" + provider).body();
    }

    private static String succeeds(String command) throws IOException, InterruptedException {
        GatewayProcess.Result result = gateway.graft("shell", command);
        assertThat(result.status()).as("%s: %s", command, result.output()).isZero();
        return result.output();
    }

    private static <S> S started(Supplier<S> server) {
        try {
            return server.get();
        } catch (MissingServerException e) {
            throw new AssumptionViolatedException(e.getMessage(), e);
        }
    }
}
