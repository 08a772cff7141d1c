package io.graft.itests.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.itests.bundles.Changes;
import io.graft.itests.load.Client;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Every way of changing databases, between all of them, while events come in, are read and deleted, and with databases
 * that are slow, hang or fail: afterwards everything that was acknowledged is there, nothing that was deleted, and no
 * client was refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapMatrixTest {
    private static final int WRITERS = 4;
    private static final int BEFORE = 40;
    private static final int BETWEEN = 60;
    private static final String A = "a";
    private static final String B = "b";
    private static final String EMBEDDED = "embedded";
    private static final String REDIS = "redis";
    private static final String MONGO = "mongo";

    @TempDir
    private static Path folder;

    private final Map<String, Database> databases = new HashMap<>();
    private final List<AutoCloseable> servers = new ArrayList<>();
    private FrameworkGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = new FrameworkGateway(folder);
        for (String name : List.of(A, B)) {
            databases.put(name, Database.inMemory(gateway, folder, name));
        }
        databases.put(EMBEDDED, Database.ofModule(gateway, folder, EMBEDDED));
        startRedis();
        startMongo();
        gateway.target(A);
        gateway.awaitBound(A, "1.0.0");
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    static Stream<Arguments> pairs() {
        List<String> all = List.of(A, EMBEDDED, REDIS, MONGO);
        return Stream.of(Way.TARGET, Way.BINDING).flatMap(way -> all.stream()
                .flatMap(from -> all.stream().filter(to -> !to.equals(from)).map(to -> Arguments.of(way, from, to))));
    }

    static Stream<Arguments> providers() {
        return Stream.of(Way.values()).filter(way -> !way.rebinds()).flatMap(way -> Stream.of(EMBEDDED, REDIS, MONGO)
                .map(of -> Arguments.of(way, of)));
    }

    /** What hangs takes its time: once for each thing that can happen to a store. */
    static Stream<Arguments> faults() {
        Set<Way> patient = EnumSet.of(Way.TARGET, Way.STOP_AND_START, Way.UPGRADE_SIDE_BY_SIDE);
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of("HEALTHY", "SLOW", "HANGING", "FAILING", "FORGETFUL", "READ_ONLY", "FULL")
                        .filter(fault -> !fault.equals("HANGING") || patient.contains(way))
                        .map(fault -> Arguments.of(way, fault)));
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @MethodSource("pairs")
    void nothingIsLostBetweenAnyTwoDatabases(Way way, String from, String to) throws Exception {
        swap(way, database(from), database(to), "HEALTHY", false);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("providers")
    void nothingIsLostWhenAProviderComesAndGoes(Way way, String of) throws Exception {
        boolean gap = way.leavesGap() || of.equals(EMBEDDED); // whose files one bundle at a time may have
        swap(way, database(of), database(of), "HEALTHY", gap);
    }

    @ParameterizedTest(name = "{0} while the database is {1}")
    @MethodSource("faults")
    void nothingIsLostWhateverIsWrongWithTheDatabase(Way way, String fault) throws Exception {
        boolean gap = way.leavesGap() || !(fault.equals("HEALTHY") || fault.equals("SLOW"));
        swap(way, database(A), database(way.rebinds() ? B : A), fault, gap);
    }

    /** Goes over from a database that may have a fault by then to another one or back to itself, and back when it is healed. */
    private void swap(Way way, Database from, Database to, String fault, boolean gap) throws Exception {
        gateway.bind(from.provider());
        long spooled = gateway.client().spooled();
        Traffic traffic;
        try (Changes changes = new Changes(gateway.context(), this::isProvider)) {
            traffic = new Traffic(gateway.client(), WRITERS, Tolerance.LATER);
            try (traffic) {
                traffic.more(BEFORE);
                gateway.fault(from.provider(), fault);
                traffic.more(BETWEEN);
                change(traffic, way, from, to);
                traffic.more(BETWEEN);
                gateway.fault(from.provider(), "HEALTHY");
                change(traffic, way, to, from);
                traffic.more(BETWEEN);
            }
            gateway.awaitDrained();
            assertThat(traffic.refused()).as("refused; %s", traffic).isEmpty();
            assertThat(changes.seen()).as("what happened to other bundles").isEmpty();
        }
        // On a machine that is slow just then the spool may help out, which makes up for it by asking for patience.
        boolean smooth = !gap && gateway.client().spooled() == spooled;
        if (smooth) {
            assertThat(traffic.later()).as("told to try later; %s", traffic).isEmpty();
        }
        Map<String, Set<UUID>> events = new TreeMap<>();
        Map<String, Set<UUID>> keys = new TreeMap<>();
        for (Database database : new LinkedHashSet<>(List.of(to, from))) {
            gateway.bind(database.provider());
            Client client = gateway.client();
            events.put(database.provider(), client.events());
            keys.put(database.provider(), client.keys());
            client.clear();
        }
        assertThat(traffic.events().faults(events, smooth)).isEmpty();
        assertThat(traffic.keys().faults(keys, smooth)).isEmpty();
    }

    private void change(Traffic traffic, Way way, Database from, Database to) throws Exception {
        Traffic.Change change = () -> {
            way.change(gateway, from, to);
            gateway.awaitBound(to.provider(), to.version());
        };
        if (way.rebinds()) {
            traffic.changing(change);
        } else {
            change.make();
        }
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

    private void startRedis() throws IOException, BundleException {
        RedisServer server;
        try {
            server = RedisServer.start(RedisOptions.IN_MEMORY);
        } catch (MissingServerException e) {
            return;
        }
        servers.add(server);
        gateway.configure("io.graft.persistence.redis", Map.of("hosts", server.host() + ":" + server.port()));
        databases.put(REDIS, Database.ofModule(gateway, folder, REDIS));
    }

    private void startMongo() throws IOException, BundleException {
        MongoServer server;
        try {
            server = MongoServer.start(MongoOptions.REPLICA_SET);
        } catch (MissingServerException e) {
            return;
        }
        servers.add(server);
        gateway.configure("io.graft.persistence.mongo", Map.of("uri", server.uri()));
        databases.put(MONGO, Database.ofModule(gateway, folder, MONGO));
    }
}
