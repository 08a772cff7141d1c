package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.itests.bundles.BundleJar;
import io.graft.itests.load.Client;
import io.graft.testservers.MissingServerException;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The databases of a gateway with their servers, as far as there are any, and their providers in two versions. */
final class SoakDatabases implements AutoCloseable {
    private static final Pattern BUNDLE = Pattern.compile("Bundle ID: (\\d+)");

    private record Server(String setting, Runnable kill, Runnable startAgain, AutoCloseable process) {}

    private static final class Installed {
        private long bundle;
        private int version;

        Installed(long bundle) {
            this.bundle = bundle;
        }
    }

    private final GatewayProcess gateway;
    private final Map<String, Server> servers = new TreeMap<>();
    private final Map<String, Installed> installed = new TreeMap<>();

    SoakDatabases(GatewayProcess gateway) {
        this.gateway = gateway;
        try {
            RedisServer redis = RedisServer.start(RedisOptions.DURABLE);
            servers.put(
                    "redis",
                    new Server("hosts = " + redis.host() + ":" + redis.port(), redis::kill, redis::startAgain, redis));
        } catch (MissingServerException e) {
            System.out.println("soak without Redis: " + e.getMessage());
        }
        try {
            MongoServer mongo = MongoServer.start(MongoOptions.REPLICA_SET);
            servers.put("mongo", new Server("uri = " + mongo.uri(), mongo::kill, mongo::startAgain, mongo));
        } catch (MissingServerException e) {
            System.out.println("soak without MongoDB: " + e.getMessage());
        }
    }

    /** Installs the providers of the servers that there are as bundles, which have two versions here. */
    void install() throws IOException, InterruptedException {
        for (Map.Entry<String, Server> each : servers.entrySet()) {
            String provider = each.getKey();
            Files.writeString(
                    gateway.etc("io.graft.persistence." + provider + ".cfg"),
                    each.getValue().setting() + "\n");
            installed.put(provider, new Installed(install(provider, 0)));
        }
    }

    List<String> providers() {
        return Stream.concat(Stream.of("embedded"), servers.keySet().stream()).toList();
    }

    /** Whether all of them serve. */
    boolean serve(Client client) {
        return providers().stream().allMatch(provider -> client.get("/api/v3/provider/" + provider)
                .body()
                .contains("\"stores\":[\"events\",\"documents\"]"));
    }

    void stopAndStart(String provider) throws IOException, InterruptedException {
        Installed known = installed.get(provider);
        String bundle = known == null ? "io.graft.persistence.embedded" : Long.toString(known.bundle);
        succeeds("bundle:stop " + bundle);
        succeeds("bundle:start " + bundle);
    }

    /** Puts the other version beside the one in use, and removes that; false if there is none. */
    boolean upgrade(String provider) throws IOException, InterruptedException {
        Installed known = installed.get(provider);
        if (known == null) {
            return false;
        }
        long before = known.bundle;
        known.version = 1 - known.version;
        known.bundle = install(provider, known.version);
        succeeds("bundle:uninstall " + before);
        return true;
    }

    /** Kills its server; false if it has none. */
    boolean kill(String provider) {
        Server server = servers.get(provider);
        if (server != null) {
            server.kill().run();
        }
        return server != null;
    }

    void startAgain(String provider) {
        servers.get(provider).startAgain().run();
    }

    @Override
    public void close() {
        for (Server server : servers.values()) {
            try {
                server.process().close();
            } catch (Exception e) {
                throw new IllegalStateException("a server did not end", e);
            }
        }
    }

    private long install(String provider, int version) throws IOException, InterruptedException {
        Path copy = Path.of(System.getProperty("graft.work")).resolve(provider + "-" + version + ".jar");
        BundleJar.copy(built(provider), "1.0." + version, copy);
        Matcher id = BUNDLE.matcher(succeeds("bundle:install -s " + copy.toUri()));
        assertThat(id.find()).isTrue();
        return Long.parseLong(id.group(1));
    }

    /** The bundle that the build has made. */
    private static Path built(String provider) throws IOException {
        Path target = Path.of(System.getProperty("graft.root"), "persistence-" + provider + "-bundle", "target");
        String name = Pattern.quote("io.graft.persistence." + provider) + "-[0-9.]+(-SNAPSHOT)?\\.jar";
        try (var files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " is in " + target));
        }
    }

    private String succeeds(String command) throws IOException, InterruptedException {
        GatewayProcess.Result result = gateway.graft("shell", command);
        assertThat(result.status()).as("%s: %s", command, result.output()).isZero();
        return result.output();
    }
}
