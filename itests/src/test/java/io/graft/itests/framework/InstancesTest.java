package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.Changes;
import io.graft.itests.load.Answer;
import io.graft.itests.load.Client;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two Redis servers side by side, by two configurations of one provider's bundle; services are bound to each by its name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstancesTest {
    private static final String PID = "io.graft.persistence.redis";
    private static final String REDIS = "redis";
    private static final String ARCHIVE = "archive";
    private static final String CORE_DATA = "core-data";
    private static final String CORE_KEEPER = "core-keeper";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITERS = 2;
    private static final int BETWEEN = 40;

    @TempDir
    private static Path folder;

    private RedisServer first;
    private RedisServer second;
    private FrameworkGateway gateway;
    private Database bundle;

    @BeforeAll
    void start() throws Exception {
        try {
            first = RedisServer.start(RedisOptions.IN_MEMORY);
            second = RedisServer.start(RedisOptions.IN_MEMORY);
        } catch (MissingServerException e) {
            Assumptions.abort(e.getMessage());
        }
        gateway = new FrameworkGateway(folder);
        gateway.configure(PID, Map.of("hosts", address(first)));
        bundle = Database.ofModule(gateway, folder, REDIS);
    }

    @BeforeEach
    void startEmpty() throws IOException {
        gateway.configureInstance(PID + ".instance", ARCHIVE, Map.of("name", ARCHIVE, "hosts", address(second)));
        for (String each : List.of(REDIS, ARCHIVE)) {
            awaitServing(each);
            bind(CORE_DATA, each);
            bind(CORE_KEEPER, each);
            gateway.client().clear();
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.close();
        }
    }

    @Test
    void servicesUseTwoServersOfOneProviderByName() throws Exception {
        bind(CORE_DATA, REDIS);
        bind(CORE_KEEPER, ARCHIVE);
        Client client = gateway.client();
        UUID id = UUID.randomUUID();
        assertThat(client.post(id, "device").status()).isEqualTo(201);
        assertThat(client.putKey(id).status()).isEqualTo(200);
        assertThat(client.events()).containsExactly(id);
        assertThat(client.keys()).containsExactly(id);

        bind(CORE_DATA, ARCHIVE);
        assertThat(client.events()).isEmpty();
        bind(CORE_KEEPER, REDIS);
        assertThat(client.keys()).isEmpty();
        bind(CORE_DATA, REDIS);
        assertThat(client.events()).containsExactly(id);
        bind(CORE_KEEPER, ARCHIVE);
        assertThat(client.keys()).containsExactly(id);
    }

    @Test
    void eventsGoOverFromOneServerToTheOtherUnderLoadAndNothingIsLost() throws Exception {
        bind(CORE_DATA, REDIS);
        bind(CORE_KEEPER, REDIS);
        Traffic traffic;
        try (Changes changes = new Changes(gateway.context(), any -> false)) {
            traffic = new Traffic(gateway.client(), WRITERS, Tolerance.LATER);
            try (traffic) {
                for (String name : List.of(ARCHIVE, REDIS, ARCHIVE)) {
                    traffic.more(BETWEEN);
                    traffic.changing(() -> {
                        bind(CORE_DATA, name);
                        bind(CORE_KEEPER, name);
                    });
                }
                traffic.more(BETWEEN);
                assertThat(changes.seen()).isEmpty();
            }
        }
        gateway.awaitDrained();
        assertThat(traffic.refused()).as("refused; %s", traffic).isEmpty();
        Map<String, Set<UUID>> events = new HashMap<>();
        Map<String, Set<UUID>> keys = new HashMap<>();
        for (String name : List.of(REDIS, ARCHIVE)) {
            bind(CORE_DATA, name);
            bind(CORE_KEEPER, name);
            events.put(name, gateway.client().events());
            keys.put(name, gateway.client().keys());
        }
        assertThat(events.values()).doesNotContain(Set.of());
        assertThat(traffic.events().faults(events, false)).isEmpty();
        assertThat(traffic.keys().faults(keys, false)).isEmpty();
    }

    @Test
    void anInstanceWhoseConfigurationOrServerGoesLeavesTheOtherAlone() throws Exception {
        bind(CORE_DATA, REDIS);
        bind(CORE_KEEPER, ARCHIVE);
        Client client = gateway.client();
        second.kill();
        await().atMost(PATIENCE).until(() -> provider(ARCHIVE).body().contains("\"status\":\"CRITICAL\""));
        UUID id = UUID.randomUUID();
        assertThat(client.post(id, "device").status()).isEqualTo(201);
        assertThat(client.event(id).status()).isEqualTo(200);
        assertThat(client.putKey(id).later()).isTrue();

        second.startAgain();
        awaitServing(ARCHIVE);
        await().atMost(PATIENCE).until(() -> client.putKey(id).status() == 200);
        try (Changes changes = new Changes(gateway.context(), each -> each.equals(bundle.bundle()))) {
            gateway.removeInstance(PID + ".instance", ARCHIVE);
            await().atMost(PATIENCE).until(() -> !listed(ARCHIVE));
            assertThat(client.event(id).status()).isEqualTo(200);
            assertThat(client.putKey(id).later()).isTrue();
            bind(CORE_KEEPER, REDIS);
            assertThat(client.putKey(id).status()).isEqualTo(200);
            assertThat(changes.seen()).isEmpty();
        }
    }

    private static String address(RedisServer server) {
        return server.host() + ":" + server.port();
    }

    private void bind(String service, String provider) {
        Answer bound = gateway.client().bind(service, provider);
        assertThat(bound.status()).as("%s", bound).isEqualTo(200);
        assertThat(bound.body()).contains("\"provider\":\"" + provider + "\"");
    }

    private void awaitServing(String provider) {
        await().atMost(PATIENCE).until(() -> serves(provider));
    }

    private boolean serves(String provider) {
        return provider(provider).body().contains("\"stores\":[\"events\",\"documents\"]");
    }

    private boolean listed(String provider) {
        return provider(provider).status() != 404;
    }

    private Answer provider(String provider) {
        return gateway.client().get("/api/v3/provider/" + provider);
    }
}
