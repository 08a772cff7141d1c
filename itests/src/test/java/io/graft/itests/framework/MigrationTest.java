package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.itests.load.Answer;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services are moved from one real database to the next, while events and keys are written, read and deleted. */
class MigrationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> SERVICES = List.of("core-data", "core-keeper");
    private static final int WRITERS = 3;
    private static final int HISTORY = 500;
    private static final int MORE = 60;
    /** Deletions and documents are carried over one by one: a database that takes longer for each has to keep up. */
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(200);

    /** What deletes and changes documents may wait for the moment of the change. */
    private static final Tolerance DELETIONS_WAIT = new Tolerance(false, true, false);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private MongoServer mongo;
    private FrameworkGateway gateway;

    @BeforeEach
    void start() throws Exception {
        try {
            redis = RedisServer.start(RedisOptions.IN_MEMORY);
            mongo = MongoServer.start(MongoOptions.REPLICA_SET);
        } catch (MissingServerException e) {
            Assumptions.abort(e.getMessage());
        }
        gateway = new FrameworkGateway(folder);
        gateway.configure("io.graft.persistence.redis", Map.of("hosts", redis.host() + ":" + redis.port()));
        gateway.configure("io.graft.persistence.mongo", Map.of("uri", mongo.uri()));
        for (String name : List.of("embedded", "redis", "mongo")) {
            Database.ofModule(gateway, folder, name);
        }
        gateway.target("embedded");
        gateway.awaitBound("embedded", "1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (redis != null) {
            redis.close();
        }
        if (mongo != null) {
            mongo.close();
        }
    }

    @Test
    void everythingIsMovedFromDatabaseToDatabaseAndBackWhileClientsWriteReadAndDelete() throws Exception {
        Traffic traffic = new Traffic(gateway.client(), WRITERS, DELETIONS_WAIT, BETWEEN_CHANGES);
        try (traffic) {
            traffic.more(HISTORY);
            move("redis", "refuse");
            traffic.more(MORE);
            rollBack();
            traffic.more(MORE);
            move("mongo", "refuse");
            traffic.more(MORE);
            move("redis", "replace");
            traffic.more(MORE);
            move("embedded", "replace");
            traffic.more(MORE);
        }
        assertThat(traffic.refused()).as("refused; %s", traffic).isEmpty();
        gateway.awaitDrained();
        gateway.awaitBound("embedded", "1.0.0");
        assertThat(traffic.events().faults(Map.of("embedded", gateway.client().events()), true))
                .isEmpty();
        assertThat(traffic.keys().faults(Map.of("embedded", gateway.client().keys()), true))
                .isEmpty();
    }

    private void move(String provider, String existing) {
        for (String service : SERVICES) {
            Answer begun = gateway.client()
                    .send(
                            "POST",
                            "/api/v3/migration/" + service,
                            "{\"provider\":\"" + provider + "\",\"existing\":\"" + existing + "\"}");
            assertThat(begun.status()).as("%s", begun).isEqualTo(202);
            awaitPhase(service, "DONE");
        }
        gateway.awaitBound(provider, "1.0.0");
    }

    private void rollBack() {
        for (String service : SERVICES) {
            Answer begun = gateway.client().send("POST", "/api/v3/migration/" + service + "/rollback", null);
            assertThat(begun.status()).as("%s", begun).isEqualTo(202);
            awaitPhase(service, "ROLLED_BACK");
        }
        gateway.awaitBound("embedded", "1.0.0");
    }

    private void awaitPhase(String service, String phase) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JsonNode status = status(service);
            assertThat(status.get("phase").textValue()).as("%s", status).isIn(phase, "FAILED");
        });
        assertThat(status(service).get("phase").textValue())
                .as("%s", status(service))
                .isEqualTo(phase);
        JsonNode status = status(service);
        assertThat(status.get("verifiedChunks").longValue()).as("%s", status).isPositive();
        assertThat(status.get("repairedChunks").longValue()).as("%s", status).isZero();
    }

    private JsonNode status(String service) {
        Answer answer = gateway.client().get("/api/v3/migration/" + service);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        try {
            return JSON.readTree(answer.body()).get("migration");
        } catch (IOException e) {
            throw new AssertionError(answer.toString(), e);
        }
    }
}
