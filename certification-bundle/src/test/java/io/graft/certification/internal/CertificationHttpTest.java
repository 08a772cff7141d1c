package io.graft.certification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.report.ReportJson;
import io.graft.persistence.tck.report.Sha256;
import io.graft.rest.internal.SocketService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service behind the gateway's real dispatcher, over a socket. */
class CertificationHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile List<Check> checks = TestChecks.good();
    private ProviderFramework framework;
    private SocketService server;
    private Path jar;

    @BeforeEach
    void start() throws Exception {
        framework = new ProviderFramework(folder);
        jar = framework.jar("com.example.memory", "1.2.3");
        framework.install(jar, "memory", new CountedSpaces());
        server = new SocketService(new CertificationService(framework.certifier(() -> checks)));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        framework.close();
    }

    private HttpResponse<String> call(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/v3" + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode state() throws Exception {
        return JSON.readTree(call("GET", "/certification/memory").body()).get("certification");
    }

    private JsonNode ended() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(this::state, state -> !state.get("state").textValue().equals("RUNNING"));
    }

    @Test
    void certifiesAndServesTheCertificateAsJsonAndAsPage() throws Exception {
        assertThat(call("GET", "/certificate/memory").statusCode()).isEqualTo(404);

        HttpResponse<String> begun = call("POST", "/certification/memory?seed=-7");
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(begun.headers().firstValue("Location")).contains("/api/v3/certification/memory");
        JsonNode ended = ended();
        assertThat(ended.get("state").textValue()).isEqualTo("DONE");
        assertThat(ended.get("verdict").textValue()).isEqualTo("certified");
        assertThat(ended.get("checks").intValue()).isEqualTo(3);
        assertThat(ended.get("passed").intValue()).isEqualTo(2);
        assertThat(ended.get("leftOut").intValue()).isEqualTo(1);

        HttpResponse<String> json = call("GET", "/certificate/memory");
        assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(ReportJson.read(new ByteArrayInputStream(json.body().getBytes(StandardCharsets.UTF_8)))
                        .seed())
                .isEqualTo(-7);
        assertThat(call("GET", "/certificate/memory.json", "Accept", "text/html")
                        .body())
                .isEqualTo(json.body());
        HttpResponse<String> page = call("GET", "/certificate/memory.html");
        assertThat(page.headers().firstValue("Content-Type")).get().asString().startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("Certified");
        assertThat(call("GET", "/certificate/memory", "Accept", "text/html,application/json;q=0.9")
                        .body())
                .isEqualTo(page.body());
        assertThat(call("GET", "/certificate/memory", "Accept", "application/json, text/html")
                        .body())
                .isEqualTo(json.body());

        JsonNode all = JSON.readTree(call("GET", "/certificate").body());
        assertThat(all.get("totalCount").intValue()).isEqualTo(1);
        JsonNode memory = all.get("certificates").get(0);
        assertThat(memory.get("provider").textValue()).isEqualTo("memory");
        assertThat(memory.get("state").textValue()).isEqualTo("CERTIFIED");
        assertThat(memory.get("sha256").textValue()).isEqualTo(Sha256.of(jar));
        assertThat(memory.get("page").textValue()).isEqualTo("/api/v3/certificate/memory.html");
    }

    @Test
    void secondCertificationIsAConflictWhileOneRuns() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        checks = List.of(TestChecks.waits(mayEnd));
        assertThat(call("POST", "/certification/memory").statusCode()).isEqualTo(202);

        HttpResponse<String> second = call("POST", "/certification/memory");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("'memory' is being certified");
        assertThat(state().get("state").textValue()).isEqualTo("RUNNING");
        mayEnd.countDown();
        ended();
        assertThat(call("POST", "/certification/memory").statusCode()).isEqualTo(202);
        ended();
    }

    @Test
    void runningCertificationCanBeCancelled() throws Exception {
        checks = List.of(TestChecks.waits(new CountDownLatch(1)));
        call("POST", "/certification/memory");

        assertThat(call("DELETE", "/certification/memory").statusCode()).isEqualTo(202);

        assertThat(ended().get("message").textValue()).contains("cancelled");
        assertThat(call("GET", "/certificate/memory").statusCode()).isEqualTo(404);
    }

    @Test
    void hostileMessageOfAProviderIsTextOnThePage() throws Exception {
        checks = List.of(TestChecks.FAILS);
        call("POST", "/certification/memory");

        assertThat(ended().get("verdict").textValue()).isEqualTo("failed");
        assertThat(call("GET", "/certificate/memory.html").body())
                .contains("&lt;b&gt;expected&lt;/b&gt; 1, found 2")
                .doesNotContain("<b>expected");
    }

    @Test
    void wrongRequestsSayWhatIsWrong() throws Exception {
        assertThat(call("POST", "/certification/redis").body()).contains("404", "'redis'", "there are: memory");
        assertThat(call("GET", "/certificate/redis.html").body()).contains("404", "'redis'");
        assertThat(call("GET", "/certification/memory").body()).contains("404", "was not certified");
        assertThat(call("DELETE", "/certification/memory").statusCode()).isEqualTo(404);
        assertThat(call("POST", "/certification/memory?seed=x").body()).contains("400", "seed is 'x'");
        assertThat(call("GET", "/certification/memory").statusCode()).isEqualTo(404);
    }
}
