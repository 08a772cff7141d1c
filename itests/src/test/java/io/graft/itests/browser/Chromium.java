package io.graft.itests.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.ServerProcess;
import io.graft.testservers.TempFolder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** A Chromium without a window, with one page. It knows nothing of earlier visits, and asks nobody but the page's server. */
public final class Chromium implements AutoCloseable {

    private static final String NEEDED = "needs Chromium: put it into the PATH (Debian: apt-get install chromium)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TempFolder profile;
    private final ServerProcess process;
    private final DevTools page;

    private Chromium(TempFolder profile, ServerProcess process, DevTools page) {
        this.profile = profile;
        this.process = process;
        this.page = page;
    }

    /**
     * Starts one.
     *
     * @param width of its page in pixels
     * @param height of its page in pixels
     * @throws MissingServerException if there is none on this machine
     */
    public static Chromium start(int width, int height) {
        Path program = program();
        TempFolder profile = TempFolder.create("graft-chromium");
        ServerProcess process = ServerProcess.start(
                List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--lang=en",
                        "--remote-debugging-port=0",
                        "--window-size=" + width + "," + height,
                        "--user-data-dir=" + profile.path(),
                        "about:blank"),
                profile.path().resolve("graft.log"));
        try {
            return new Chromium(profile, process, new DevTools(firstPage(profile.path(), process)));
        } catch (RuntimeException e) {
            process.close();
            throw new IllegalStateException("Chromium does not listen: " + process.logTail(), e);
        }
    }

    private static Path program() {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> MissingServerException.of(NEEDED));
    }

    private static URI firstPage(Path profile, ServerProcess process) {
        Path file = profile.resolve("DevToolsActivePort");
        waiting().until(() -> !process.alive() || (Files.exists(file) && Files.size(file) > 0));
        try {
            URI pages =
                    URI.create("http://127.0.0.1:" + Files.readAllLines(file).get(0) + "/json/list");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(pages).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString());
            for (JsonNode target : JSON.readTree(answer.body())) {
                if (target.path("type").asText().equals("page")) {
                    return URI.create(target.path("webSocketDebuggerUrl").asText());
                }
            }
            throw new IllegalStateException("it has no page: " + answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Goes to an address, which may hold user and password. */
    public void open(String address) {
        page.call("Page.navigate", Map.of("url", address));
        waiting().until(() -> evaluate("location.href !== 'about:blank' && document.readyState")
                .asText()
                .equals("complete"));
    }

    /** The value of a JavaScript expression, or of what it promises. */
    public JsonNode evaluate(String expression) {
        JsonNode result = page.call(
                "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** The text of an element as it is shown; empty if there is none or it is hidden. */
    public String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asText();
    }

    /** Waits until an element's text contains something. */
    public void awaitText(String selector, String part) {
        waiting().untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(text(selector))
                .contains(part));
    }

    /** Presses a button by the keyboard, once it is there and enabled; wherever on the page it is at that moment. */
    public void press(String selector) {
        String element = "document.querySelector(" + quoted(selector) + ")";
        waiting().until(() -> evaluate("!!" + element + " && !" + element + ".disabled && !" + element + ".hidden")
                .asBoolean());
        evaluate(element + ".focus()");
        page.call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", "Enter", "code", "Enter", "text", "\r"));
        page.call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", "Enter", "code", "Enter"));
    }

    /** Chooses a value of a select element with the keyboard: its first letters. */
    public void choose(String selector, String value) {
        String element = "document.querySelector(" + quoted(selector) + ")";
        waiting().until(() -> evaluate("[..." + element + ".options].some(o => o.value === " + quoted(value) + ")")
                .asBoolean());
        evaluate(element + ".focus()");
        type(value);
        waiting().until(() -> evaluate(element + ".value").asText().equals(value));
    }

    /** Presses keys, one for each character. */
    public void type(String text) {
        for (String letter : text.split("")) {
            page.call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "text", letter));
            page.call("Input.dispatchKeyEvent", Map.of("type", "keyUp"));
        }
    }

    /** Makes a picture of an element with all around it, as PNG. */
    public void picture(String selector, Path file) throws IOException {
        JsonNode box = evaluate("(() => { const r = document.querySelector(" + quoted(selector)
                + ").getBoundingClientRect(); return {right: innerWidth, bottom: r.bottom + scrollY + 16}; })()");
        Map<String, ?> clip = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                box.get("right").asDouble(),
                "height",
                box.get("bottom").asDouble(),
                "scale",
                1);
        JsonNode shot = page.call(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    @Override
    public void close() {
        page.close();
        process.stop();
        process.close();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            profile.close(); // its helpers may write for a moment still
            return true;
        });
    }

    private static ConditionFactory waiting() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
