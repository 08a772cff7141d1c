package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.itests.bundles.Changes;
import io.graft.itests.load.BusTraffic;
import io.graft.itests.load.Ledger;
import io.graft.testservers.FreePort;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.MosquittoOptions;
import io.graft.testservers.MosquittoServer;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Devices publish events at least once through the broker inside the gateway, while databases, core-data and the bus
 * itself are changed: afterwards every event that was acknowledged to its device is there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusSwapTest {
    private static final int DEVICES = 4;
    private static final int SOME = 40;
    private static final String EMBEDDED = "embedded";
    private static final String REDIS = "redis";
    private static final String MONGO = "mongo";
    private static final String CORE_DATA = "io.graft.coredata";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private final int port = FreePort.next();
    private final Map<String, Database> databases = new HashMap<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private FrameworkGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = new FrameworkGateway(folder);
        gateway.configure("io.graft.bus.broker", Map.of("port", port));
        gateway.install(EmbeddedFramework.module("bus-broker-bundle", "io.graft.bus.broker"))
                .start();
        databases.put(EMBEDDED, Database.ofModule(gateway, folder, EMBEDDED));
        startServers();
        gateway.target(EMBEDDED);
        gateway.awaitBound(EMBEDDED, "1.0.0");
        awaitBus("broker");
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Way.TARGET, Way.BINDING)
                .flatMap(way -> Stream.of(
                        Arguments.of(way, EMBEDDED, REDIS),
                        Arguments.of(way, REDIS, MONGO),
                        Arguments.of(way, MONGO, EMBEDDED)));
    }

    static Stream<Arguments> providers() {
        return Stream.of(Way.values()).filter(way -> !way.rebinds()).flatMap(way -> Stream.of(EMBEDDED, REDIS, MONGO)
                .map(of -> Arguments.of(way, of)));
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @MethodSource("pairs")
    void nothingIsLostBetweenDatabases(Way way, String from, String to) throws Exception {
        swap(way, database(from), database(to));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("providers")
    void nothingIsLostWhenAProviderComesAndGoes(Way way, String of) throws Exception {
        swap(way, database(of), database(of));
    }

    @Test
    void nothingIsLostWhenCoreDataIsUpdatedAndRestarted() throws Exception {
        Database database = database(EMBEDDED);
        gateway.bind(EMBEDDED);
        Bundle coreData = Stream.of(gateway.context().getBundles())
                .filter(bundle -> CORE_DATA.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        Ledger events = new Ledger("event");
        try (BusTraffic traffic = new BusTraffic(port, DEVICES, events)) {
            traffic.more(SOME);
            try (var jar = Files.newInputStream(EmbeddedFramework.module("core-data-bundle", CORE_DATA))) {
                coreData.update(jar);
            }
            traffic.more(SOME);
            coreData.stop();
            coreData.start();
            traffic.more(SOME);
        }
        gateway.awaitBound(EMBEDDED, database.version());
        assertKept(events, false, database);
    }

    @Test
    void nothingIsLostWhenTheBusGoesToABrokerOfTheSiteAndBack() throws Exception {
        MosquittoServer mosquitto = mosquitto();
        Database database = database(EMBEDDED);
        gateway.bind(EMBEDDED);
        gateway.configure(
                "io.graft.bus.mqtt", Map.of("url", "tcp://127.0.0.1:" + mosquitto.port(), "client.id", "graft-it"));
        gateway.install(EmbeddedFramework.module("bus-mqtt-bundle", "io.graft.bus.mqtt"))
                .start();
        awaitBusAfter("mqtt");
        Ledger events = new Ledger("event");
        // Once it has subscribed, mosquitto keeps for the gateway what comes while the gateway is bound to the other
        // one.
        await().atMost(PATIENCE).until(() -> {
            BusTraffic.probe(mosquitto.port(), events);
            return !gateway.client().events().isEmpty();
        });
        try (BusTraffic inside = new BusTraffic(port, DEVICES, events);
                BusTraffic site = new BusTraffic(mosquitto.port(), DEVICES, events)) {
            for (String bus : List.of("broker", "mqtt", "broker", "mqtt")) {
                site.more(SOME);
                awaitBusAfter(bus);
            }
            site.more(SOME);
            awaitBusAfter("broker");
            inside.more(SOME);
        } finally {
            awaitBusAfter("broker");
        }
        // What came to mosquitto in the end waits there.
        awaitBusAfter("mqtt");
        await().atMost(PATIENCE)
                .until(() -> events.faults(Map.of(EMBEDDED, gateway.client().events()), true)
                        .isEmpty());
        awaitBusAfter("broker");
        assertKept(events, false, database);
    }

    /** Goes over from a database to another one or back to itself, and back. */
    private void swap(Way way, Database from, Database to) throws Exception {
        gateway.bind(from.provider());
        long spooled = gateway.client().spooled();
        Ledger events = new Ledger("event");
        BusTraffic traffic;
        try (Changes changes = new Changes(gateway.context(), this::isProvider)) {
            traffic = new BusTraffic(port, DEVICES, events);
            try (traffic) {
                traffic.more(SOME);
                way.change(gateway, from, to);
                gateway.awaitBound(to.provider(), to.version());
                traffic.more(SOME);
                way.change(gateway, to, from);
                gateway.awaitBound(from.provider(), from.version());
                traffic.more(SOME);
            }
            assertThat(changes.seen()).as("what happened to other bundles").isEmpty();
        }
        assertThat(traffic.failures()).as("connections that ended").isEmpty();
        gateway.awaitDrained();
        assertKept(events, gateway.client().spooled() == spooled, to, from);
    }

    private void assertKept(Ledger events, boolean once, Database... where) {
        gateway.awaitDrained();
        Map<String, Set<UUID>> stored = new TreeMap<>();
        for (Database database : new LinkedHashSet<>(List.of(where))) {
            gateway.bind(database.provider());
            stored.put(database.provider(), gateway.client().events());
            gateway.client().clear();
        }
        assertThat(events.faults(stored, once)).isEmpty();
    }

    private void awaitBusAfter(String provider) throws IOException {
        gateway.configure("io.graft.bus", Map.of("bus.target", "(bus.provider=" + provider + ")"));
        awaitBus(provider);
    }

    private void awaitBus(String provider) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        gateway.client().get("/api/v3/bus").body())
                .contains("\"provider\":\"" + provider + "\"")
                .contains("\"connected\":true"));
    }

    private boolean isProvider(Bundle bundle) {
        return databases.values().stream()
                .anyMatch(each -> bundle.getSymbolicName().equals(each.bundle().getSymbolicName()));
    }

    private Database database(String provider) {
        Database database = databases.get(provider);
        Assumptions.assumeTrue(database != null, () -> "there is no server for " + provider);
        return database;
    }

    private MosquittoServer mosquitto() {
        try {
            MosquittoServer server = MosquittoServer.start(MosquittoOptions.PERSISTENT);
            servers.add(server);
            return server;
        } catch (MissingServerException e) {
            Assumptions.abort("there is no server for mqtt: " + e.getMessage());
            throw e;
        }
    }

    private void startServers() throws IOException, BundleException {
        try {
            RedisServer redis = RedisServer.start(RedisOptions.IN_MEMORY);
            servers.add(redis);
            gateway.configure("io.graft.persistence.redis", Map.of("hosts", redis.host() + ":" + redis.port()));
            databases.put(REDIS, Database.ofModule(gateway, folder, REDIS));
            MongoServer mongo = MongoServer.start(MongoOptions.REPLICA_SET);
            servers.add(mongo);
            gateway.configure("io.graft.persistence.mongo", Map.of("uri", mongo.uri()));
            databases.put(MONGO, Database.ofModule(gateway, folder, MONGO));
        } catch (MissingServerException e) {
            Assumptions.assumeFalse(databases.isEmpty(), e.getMessage());
        }
    }
}
