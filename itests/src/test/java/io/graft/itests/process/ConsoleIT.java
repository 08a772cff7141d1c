package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.browser.Chromium;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.AfterClass;
import org.junit.AssumptionViolatedException;
import org.junit.BeforeClass;
import org.junit.Test;

/** The web console's page of the gateway, as an operator sees and uses it in a browser. */
public class ConsoleIT {
    private static final Duration LIVE = Duration.ofSeconds(60);
    private static final String CORE_DATA = "[data-key='core-data events'] ";
    private static final String CORE_METADATA = "[data-key='core-metadata documents'] ";

    private static GatewayProcess gateway;
    private static RedisServer redis;
    private static Chromium browser;

    @BeforeClass
    public static void start() throws Exception {
        browser = started(() -> Chromium.start(1200, 900));
        redis = started(() -> RedisServer.start(RedisOptions.DURABLE));
        gateway = GatewayProcess.unpack("console");
        gateway.start();
        Files.writeString(gateway.etc("io.graft.persistence.redis.cfg"), "hosts = 127.0.0.1:" + redis.port() + "\n");
        succeeds("feature:install graft-persistence-redis");
    }

    @AfterClass
    public static void stop() throws IOException {
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

    @Test
    public void serviceIsSwitchedToAnotherDatabaseAndThePageShowsIt() throws Exception {
        browser.open(page());
        browser.awaitText("#graft-state", "all bindings as set");
        browser.awaitText("#graft-bindings " + CORE_DATA, "embedded");
        browser.awaitText("#graft-providers", "redis");
        assertThat(browser.evaluate("document.querySelector(\"" + CORE_DATA + "button\").disabled")
                        .asBoolean())
                .isTrue();
        long before = stored();
        gateway.post("core-data", Events.PATH, Events.withId(UUID.randomUUID()));
        await().atMost(LIVE).until(() -> stored() > before);

        browser.choose(CORE_DATA + "select", "redis");
        browser.click(CORE_DATA + "button");

        browser.awaitText("#graft-message", "core-data keeps its events in redis now");
        browser.awaitText("#graft-bindings " + CORE_DATA + "td:nth-child(3)", "redis");
        assertThat(gateway.get("http", "/api/v3/binding/core-data").body()).contains("\"provider\":\"redis\"");
        assertThat(Files.readString(gateway.etc("io.graft.coredata.cfg"))).contains("(persistence.provider=redis)");
        picture("console");
    }

    @Test
    public void gatewayThatDoesNotAnswerIsSaid() throws Exception {
        browser.open(page());
        browser.awaitText("#graft-state", "Live");
        succeeds("bundle:stop io.graft.management");
        browser.awaitText(
                "#graft-state", "The gateway does not answer: the service is starting, stopping or being replaced");
        assertThat(browser.text("#graft-state")).contains("What is below is how it was at");
        succeeds("bundle:start io.graft.management");
        browser.awaitText("#graft-state", "Live");
    }

    @Test
    public void refusalIsShownInTheGatewaysWords() throws Exception {
        browser.open(page());
        browser.awaitText("#graft-bindings", "core-metadata");
        // as if the database had been removed while the page showed it
        browser.evaluate("(() => { const real = fetch; window.fetch = (to, what) => real(to,"
                + " what.method === 'PUT' ? {...what, body: JSON.stringify({provider: 'gone'})} : what); })()");
        browser.choose(CORE_METADATA + "select", "redis");
        browser.click(CORE_METADATA + "button");
        browser.awaitText("#graft-message", "there is no provider 'gone'; there is embedded, redis");
        browser.awaitText("#graft-message", "core-metadata stays as it is");
        assertThat(gateway.get("http", "/api/v3/binding/core-metadata").body()).contains("\"provider\":\"embedded\"");
    }

    private static void succeeds(String command) throws IOException, InterruptedException {
        GatewayProcess.Result result = gateway.graft("shell", command);
        assertThat(result.status()).as("%s: %s", command, result.output()).isZero();
    }

    /** Makes a picture for the documents, where that is asked for. */
    private static void picture(String name) throws IOException {
        String folder = System.getProperty("graft.pictures", "");
        if (!folder.isEmpty()) {
            Path file =
                    Path.of(System.getProperty("graft.root")).resolve(folder).resolve(name + ".png");
            browser.picture("#graft", file);
            assertThat(file).satisfies(made -> assertThat(Files.size(made)).isLessThan(150_000));
        }
    }

    private static long stored() {
        return browser.evaluate("Number(document.querySelector('#graft-state').innerText"
                        + ".match(/([\\d,]+) events stored/)?.[1].replaceAll(',', '') ?? -1)")
                .asLong();
    }

    private static String page() throws IOException {
        Properties users = new Properties();
        try (var reader = Files.newBufferedReader(gateway.etc("users.properties"))) {
            users.load(reader);
        }
        String password = users.getProperty("admin").split(",", 2)[0];
        return "http://admin:" + password + "@127.0.0.1:" + gateway.ports().get("http") + "/system/console/graft";
    }

    private static <S> S started(Supplier<S> server) {
        try {
            return server.get();
        } catch (MissingServerException e) {
            throw new AssumptionViolatedException(e.getMessage(), e);
        }
    }
}
