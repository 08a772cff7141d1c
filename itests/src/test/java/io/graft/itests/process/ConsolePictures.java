package io.graft.itests.process;

import static io.graft.itests.process.GatewayPage.CORE_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.itests.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * Makes the documents' pictures of the page: {@code mvn verify -Dit.test=ConsolePictures
 * -Dgraft.pictures=docs/images}. No test: its name keeps it out of the build.
 */
public class ConsolePictures {
    private static final int LARGEST = 150_000;
    private static final int CLIENTS = 4;

    private final Path folder = Path.of(System.getProperty("graft.root")).resolve(System.getProperty("graft.pictures"));

    @Test
    public void ofASwitchAnOutageAndAMigration() throws Exception {
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        List<Future<?>> running = new ArrayList<>();
        try (GatewayPage page = GatewayPage.start()) {
            Chromium browser = page.browser();
            page.open();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.scheduleAtFixedRate(() -> post(page.gateway()), 0, 25, TimeUnit.MILLISECONDS));
            }
            watch(browser, 60);
            browser.choose(CORE_DATA + "select", "redis");
            browser.press(CORE_DATA + "button");
            page.awaitBound(CORE_DATA, "redis");
            watch(browser, 15);
            picture(browser, "console");

            page.redis().kill();
            watch(browser, 30);
            picture(browser, "console-outage");
            page.redis().startAgain();
            browser.awaitText("#graft-spools tbody", "idle");

            page.succeeds("graft:migrate --to embedded --merge --rate 500 --no-wait core-data");
            browser.awaitText("#graft-migrations", "copying");
            watch(browser, 6);
            picture(browser, "console-migration");
            assertThat(running).as("clients that were refused nothing").noneMatch(Future::isDone);
        } finally {
            clients.shutdownNow();
        }
    }

    private static void post(GatewayProcess gateway) {
        try {
            gateway.post("core-data", Events.PATH, Events.withId(UUID.randomUUID()));
        } catch (IOException e) {
            throw new IllegalStateException("the gateway does not take events", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the page's charts grow. */
    private static void watch(Chromium browser, int seconds) {
        browser.evaluate("new Promise(done => setTimeout(done, 500))");
        for (int i = 0; i < seconds; i++) {
            browser.evaluate("new Promise(done => setTimeout(done, 1000))");
        }
    }

    private void picture(Chromium browser, String name) throws IOException {
        Path file = folder.resolve(name + ".png");
        browser.picture("#graft", file);
        assertThat(Files.size(file)).as("bytes of %s", file).isLessThan(LARGEST);
    }
}
