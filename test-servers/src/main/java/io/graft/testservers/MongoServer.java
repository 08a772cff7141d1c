package io.graft.testservers;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.Document;

/**
 * A real mongod on a free loopback port, with a temporary folder of its own: the mongod of the PATH, else one that was
 * fetched for the tests. Everything can be done to it that happens to servers. Not thread-safe.
 *
 * <p>Servers that only speak MongoDB's protocol are no help: those that were tried lose acknowledged writes.
 */
public final class MongoServer implements AutoCloseable {

    /** The user of a server with passwords; may do everything. */
    public static final String USER = "graft";

    /** The user's password. */
    public static final String PASSWORD = "p@ss:word/1";

    private static final Duration START = Duration.ofMinutes(2);
    private static final int DISK_FULL = 14031;

    private final TempFolder folder;
    private final Path binary;
    private final int port;
    private final MongoOptions options;
    private final Optional<TestCertificates> certificates;
    private ServerProcess process;

    private MongoServer(TempFolder folder, Path binary, MongoOptions options) {
        this.folder = folder;
        this.binary = binary;
        this.port = FreePort.next();
        this.options = options;
        this.certificates = options.tls() ? Optional.of(TestCertificates.create(folder.path())) : Optional.empty();
    }

    /**
     * Starts a server.
     *
     * @throws MissingServerException if none runs on this machine
     */
    public static MongoServer start(MongoOptions options) {
        return start(options, MongoServer::setUp);
    }

    /** Starts a member of a replica set that is not initiated yet. */
    static MongoServer member() {
        return start(MongoOptions.REPLICA_SET, server -> {});
    }

    private static MongoServer start(MongoOptions options, Consumer<MongoServer> setUp) {
        Path binary = MongoBinary.find();
        TempFolder folder = TempFolder.create("graft-mongo-");
        MongoServer server = null;
        try {
            server = new MongoServer(folder, binary, options);
            Files.createDirectory(folder.path().resolve("data"));
            server.launch();
            setUp.accept(server);
            return server;
        } catch (IOException | RuntimeException e) {
            if (server != null && server.process != null) {
                server.process.close();
            }
            folder.close();
            throw e instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) e;
        }
    }

    private void setUp() {
        if (options.replicaSet()) {
            command(
                    false,
                    new Document(
                            "replSetInitiate",
                            new Document("_id", "rs0")
                                    .append("members", List.of(new Document("_id", 0).append("host", address())))));
        }
        awaitPrimary(false);
        if (options.auth()) {
            command(
                    false,
                    new Document("createUser", USER).append("pwd", PASSWORD).append("roles", List.of("root")));
        }
    }

    /** Starts it on the same port and data; returns when it listens. */
    void launch() {
        process = ServerProcess.start(arguments(), folder.path().resolve("log"));
        process.awaitListening(port, START);
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                binary.toString(),
                "--dbpath",
                folder.path().resolve("data").toString(),
                "--port",
                Integer.toString(port),
                "--bind_ip",
                "127.0.0.1",
                "--nounixsocket",
                "--wiredTigerCacheSizeGB",
                "0.25",
                "--setParameter",
                "diagnosticDataCollectionEnabled=false"));
        if (options.replicaSet()) {
            arguments.addAll(List.of("--replSet", "rs0", "--oplogSize", "64"));
        }
        if (options.faults()) {
            arguments.addAll(List.of("--setParameter", "enableTestCommands=1"));
        }
        if (options.auth()) {
            arguments.add("--auth");
            if (options.replicaSet()) {
                arguments.addAll(List.of("--keyFile", keyFile().toString()));
            }
        }
        certificates.ifPresent(made -> arguments.addAll(List.of(
                "--tlsMode",
                "requireTLS",
                "--tlsCertificateKeyFile",
                made.serverPem().toString(),
                "--tlsCAFile",
                made.authorityPem().toString(),
                "--tlsAllowConnectionsWithoutCertificates",
                "--setParameter",
                "authenticationMechanisms=SCRAM-SHA-256,SCRAM-SHA-1,MONGODB-X509")));
        return arguments;
    }

    private Path keyFile() {
        Path file = folder.path().resolve("key");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, "Z3JhZnQtdGVzdC1zZXJ2ZXJz");
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public int port() {
        return port;
    }

    /** Host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** A connection string without credentials. */
    public String uri() {
        return "mongodb://" + address() + (options.replicaSet() ? "/?replicaSet=rs0" : "/");
    }

    /** Its certificates, when it speaks TLS. */
    public Optional<TestCertificates> certificates() {
        return certificates;
    }

    /** Runs a command on the admin database, as the user who may do everything. */
    public Document command(Document command) {
        return command(options.auth(), command);
    }

    private Document command(boolean authenticated, Document command) {
        try (MongoClient client = client(authenticated)) {
            return client.getDatabase("admin").runCommand(command);
        }
    }

    /** A client that may do everything. */
    public MongoClient client() {
        return client(options.auth());
    }

    private MongoClient client(boolean authenticated) {
        MongoClientSettings.Builder builder = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString("mongodb://" + address() + "/?directConnection=true"))
                .timeout(20, TimeUnit.SECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(10, TimeUnit.SECONDS));
        certificates.ifPresent(
                made -> builder.applyToSslSettings(ssl -> ssl.enabled(true).context(made.trusting())));
        if (authenticated) {
            builder.credential(MongoCredential.createCredential(USER, "admin", PASSWORD.toCharArray()));
        }
        return MongoClients.create(builder.build());
    }

    private void awaitPrimary(boolean authenticated) {
        await(authenticated, hello -> hello.getBoolean("isWritablePrimary", false), "does not take changes");
    }

    private void await(boolean authenticated, Predicate<Document> state, String otherwise) {
        long deadline = System.nanoTime() + START.toNanos();
        try (MongoClient client = client(authenticated)) {
            while (true) {
                try {
                    if (state.test(client.getDatabase("admin").runCommand(new Document("hello", 1)))) {
                        return;
                    }
                } catch (MongoException e) {
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("mongod " + otherwise + ": " + process.logTail());
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for mongod", e);
        }
    }

    /** Ends it at once ({@code kill -9}). */
    public void kill() {
        process.kill();
    }

    /** Starts it on the same port and data, after it was killed; returns when it takes changes. */
    public void startAgain() {
        launch();
        awaitPrimary(options.auth());
    }

    /** Freezes it: connections stay open, nothing is answered. */
    public void freeze() {
        process.freeze();
    }

    /** Lets it run on. */
    public void thaw() {
        process.thaw();
        awaitPrimary(options.auth());
    }

    /** Makes a replica set step down: it can be read, and takes no changes. */
    public void readOnly() {
        command(new Document("replSetStepDown", 600)
                .append("secondaryCatchUpPeriodSecs", 0)
                .append("force", true));
        await(options.auth(), hello -> hello.getBoolean("secondary", false), "does not step down");
    }

    /** Lets a replica set take changes again. */
    public void writable() {
        command(new Document("replSetFreeze", 0));
        awaitPrimary(options.auth());
    }

    /** Every insert, update and index fails as it does on a full disk. */
    public void fill() {
        failing(
                new Document("errorCode", DISK_FULL)
                        .append("failCommands", List.of("insert", "update", "findAndModify", "createIndexes"))
                        .append("failInternalCommands", false),
                "alwaysOn");
    }

    /** Ends {@link #fill()} and {@link #failing(Document, Object)}. */
    public void makeRoom() {
        command(new Document("configureFailPoint", "failCommand").append("mode", "off"));
    }

    /**
     * Lets commands fail.
     *
     * @param data which and how, as the fail point {@code failCommand} takes it
     * @param mode {@code alwaysOn} or e.g. a document {@code {times: 1}}
     */
    public void failing(Document data, Object mode) {
        command(new Document("configureFailPoint", "failCommand")
                .append("mode", mode)
                .append("data", data));
    }

    /** Whether its process runs (or is frozen). */
    public boolean alive() {
        return process.alive();
    }

    /** Its temporary folder. */
    public Path folder() {
        return folder.path();
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
