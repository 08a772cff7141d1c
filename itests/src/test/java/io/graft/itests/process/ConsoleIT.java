package io.graft.itests.process;

import static io.graft.itests.process.GatewayPage.CORE_DATA;
import static io.graft.itests.process.GatewayPage.CORE_METADATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.browser.Chromium;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** The web console's page of the gateway, as an operator sees and uses it in a browser. */
public class ConsoleIT {
    private static final Duration LIVE = Duration.ofSeconds(60);

    private static GatewayPage page;
    private static GatewayProcess gateway;
    private static Chromium browser;

    @BeforeClass
    public static void start() throws Exception {
        page = GatewayPage.start();
        gateway = page.gateway();
        browser = page.browser();
    }

    @AfterClass
    public static void stop() throws IOException {
        if (page != null) {
            page.close();
        }
    }

    @Test
    public void serviceIsSwitchedToAnotherDatabaseAndThePageShowsIt() throws Exception {
        page.open();
        browser.awaitText("#graft-state", "all bindings as set");
        page.awaitBound(CORE_DATA, "embedded");
        browser.awaitText("#graft-providers", "redis");
        assertThat(browser.evaluate("document.querySelector(\"" + CORE_DATA + "button\").disabled")
                        .asBoolean())
                .isTrue();
        long before = stored();
        gateway.post("core-data", Events.PATH, Events.withId(UUID.randomUUID()));
        await().atMost(LIVE).until(() -> stored() > before);

        browser.choose(CORE_DATA + "select", "redis");
        browser.press(CORE_DATA + "button");

        browser.awaitText("#graft-message", "core-data keeps its events in redis now");
        page.awaitBound(CORE_DATA, "redis");
        assertThat(gateway.get("http", "/api/v3/binding/core-data").body()).contains("\"provider\":\"redis\"");
        assertThat(Files.readString(gateway.etc("io.graft.coredata.cfg"))).contains("(persistence.provider=redis)");

        page.bind("core-data", "embedded");
        page.awaitBound(CORE_DATA, "embedded");
    }

    @Test
    public void outageShowsInTheSpool() throws Exception {
        page.bind("core-data", "redis");
        page.open();
        browser.awaitText("#graft-spools tbody", "idle");
        page.redis().kill();
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> posted = gateway.post("core-data", Events.PATH, Events.withId(UUID.randomUUID()));
            assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);
        }
        browser.awaitText("#graft-spools tbody", "spooling");
        assertThat(gateway.get("http", "/api/v3/spool/core-data").body()).contains("\"state\":\"SPOOLING\"");
        assertThat(page.succeeds("graft:spool")).contains("SPOOLING");
        assertThat(page.succeeds("graft:bindings")).contains("events wait in the spool");

        page.redis().startAgain();
        browser.awaitText("#graft-spools tbody", "idle");
        page.bind("core-data", "embedded");
    }

    @Test
    public void dataIsMigratedAndRolledBackByButtons() throws Exception {
        page.open();
        browser.choose(CORE_METADATA + "select", "redis");
        browser.press(CORE_METADATA + "button:nth-of-type(2)");
        browser.awaitText("#graft-migrations " + CORE_METADATA, "done");
        page.awaitBound(CORE_METADATA, "redis");

        browser.evaluate("window.confirm = () => true");
        browser.press("#graft-migrations " + CORE_METADATA + "button[data-command=rollback]");
        browser.awaitText("#graft-migrations " + CORE_METADATA, "rolled back");
        page.awaitBound(CORE_METADATA, "embedded");
    }

    @Test
    public void gatewayThatDoesNotAnswerIsSaid() throws Exception {
        page.open();
        page.succeeds("bundle:stop io.graft.management");
        browser.awaitText(
                "#graft-state", "The gateway does not answer: the service is starting, stopping or being replaced");
        assertThat(browser.text("#graft-state")).contains("What is below is how it was at");
        page.succeeds("bundle:start io.graft.management");
        browser.awaitText("#graft-state", "Live");
    }

    @Test
    public void refusalIsShownInTheGatewaysWords() throws Exception {
        page.open();
        // as if the database had been removed while the page showed it
        browser.evaluate("(() => { const real = fetch; window.fetch = (to, what) => real(to,"
                + " what.method === 'PUT' ? {...what, body: JSON.stringify({provider: 'gone'})} : what); })()");
        browser.choose(CORE_METADATA + "select", "redis");
        browser.press(CORE_METADATA + "button");
        browser.awaitText("#graft-message", "there is no provider 'gone'; there is embedded, redis");
        browser.awaitText("#graft-message", "core-metadata stays as it is");
        assertThat(gateway.get("http", "/api/v3/binding/core-metadata").body()).contains("\"provider\":\"embedded\"");
    }

    private static long stored() {
        return browser.evaluate("Number(document.querySelector('#graft-state').innerText"
                        + ".match(/([\\d,]+) events stored/)?.[1].replaceAll(',', '') ?? -1)")
                .asLong();
    }
}
