package io.graft.management.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.bus.binding.TestBus;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of migrations behind the gateway's real dispatcher, over a socket. */
class MigrationHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KnownMigrations migrations = new KnownMigrations();
    private final HttpClient client = HttpClient.newHttpClient();
    private SocketService server;

    @BeforeEach
    void start() {
        server = new SocketService(new ManagementService(
                new NoBindings(), migrations, TestBus.unbound(), new KnownBuses(), new FixedMetrics()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsHowFarAMigrationIs() throws Exception {
        JsonNode status = answered(200, "GET", "/migration/core-data", null).get("migration");

        assertThat(status.get("service").textValue()).isEqualTo("core-data");
        assertThat(status.get("from").textValue()).isEqualTo("embedded");
        assertThat(status.get("to").textValue()).isEqualTo("redis");
        assertThat(status.get("phase").textValue()).isEqualTo("COPYING");
        assertThat(status.get("over").booleanValue()).isFalse();
        assertThat(status.get("copied").longValue()).isEqualTo(250);
        assertThat(status.get("total").longValue()).isEqualTo(1_000);
        assertThat(status.get("perSecond").longValue()).isEqualTo(50);
        assertThat(status.get("secondsLeft").longValue()).isEqualTo(15);
        assertThat(status.get("verifiedChunks").longValue()).isEqualTo(3);
        assertThat(status.get("followed").longValue()).isEqualTo(42);
        assertThat(status.has("flipped")).isFalse();
        JsonNode all = answered(200, "GET", "/migration", null);
        assertThat(all.get("totalCount").intValue()).isEqualTo(1);
        assertThat(all.get("migrations").get(0)).isEqualTo(status);
        assertThat(message(404, "GET", "/migration/keeper", null)).contains("no migration of 'keeper'");
    }

    @Test
    void startsOne() throws Exception {
        answered(202, "POST", "/migration/core-data", "{\"provider\":\"redis\"}");
        assertThat(migrations.started).isEqualTo(MigrationRequest.of("core-data", "redis"));

        answered(
                202,
                "POST",
                "/migration",
                "{\"service\":\"core-data\",\"provider\":\"mongo\",\"reference\":\"events\",\"perSecond\":500,"
                        + "\"rollbackWindow\":\"PT1H\",\"existing\":\"REPLACE\"}");
        assertThat(migrations.started)
                .isEqualTo(new MigrationRequest(
                        "core-data", Optional.of("events"), "mongo", 500, Duration.ofHours(1), Existing.REPLACE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "abort", "rollback"})
    void steersIt(String command) throws Exception {
        answered(202, "POST", "/migration/core-data/" + command, null);
        answered(202, "POST", "/migration/core-data/" + command + "?reference=events", null);

        assertThat(migrations.asked).containsExactly(command + " core-data ", command + " core-data events");
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN,404", "INVALID,400", "CONFLICT,409", "FAILED,503"})
    void aRefusalKeepsItsMessage(Reason reason, int status) throws Exception {
        migrations.refusal = new MigrationException(reason, "because of this");

        assertThat(message(status, "POST", "/migration/core-data", "{\"provider\":\"redis\"}"))
                .isEqualTo("because of this");
        assertThat(message(status, "POST", "/migration/core-data/abort", null)).isEqualTo("because of this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"provider\":\" \"}",
                "{\"provider\":\"redis\",\"perSecond\":-1}",
                "{\"provider\":\"redis\",\"perSecond\":\"fast\"}",
                "{\"provider\":\"redis\",\"rollbackWindow\":\"a day\"}",
                "{\"provider\":\"redis\",\"rollbackWindow\":\"P99D\"}",
                "{\"provider\":\"redis\",\"existing\":\"keep\"}"
            })
    void aBodyThatMakesNoSenseStartsNothing(String body) throws Exception {
        assertThat(message(400, "POST", "/migration/core-data", body)).isNotBlank();
        assertThat(migrations.started).isNull();
    }

    @Test
    void theServiceIsNamedInThePathOrInTheBody() throws Exception {
        assertThat(message(400, "POST", "/migration", "{\"provider\":\"redis\"}"))
                .contains("service field");
    }

    private JsonNode answered(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v3" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private String message(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        return answered(status, method, path, body).get("message").textValue();
    }
}
