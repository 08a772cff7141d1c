package io.graft.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * A real redis-server on a free loopback port, with a temporary folder of its own: the redis-server of the PATH, else one
 * out of a jar. Everything can be done to it that happens to servers. Not thread-safe.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final TempFolder folder;
    private final Path binary;
    private final int port;
    private final RedisOptions options;
    private final Optional<TestCertificates> certificates;
    private ServerProcess process;

    private RedisServer(TempFolder folder, Path binary, int port, RedisOptions options) {
        this.folder = folder;
        this.binary = binary;
        this.port = port;
        this.options = options;
        this.certificates = options.tls() ? Optional.of(TestCertificates.create(folder.path())) : Optional.empty();
    }

    /**
     * Starts a server.
     *
     * @throws MissingServerException if none runs on this machine
     */
    public static RedisServer start(RedisOptions options) {
        return start(options, FreePort.next());
    }

    static RedisServer start(RedisOptions options, int port) {
        TempFolder folder = TempFolder.create("graft-redis-");
        try {
            RedisServer server = new RedisServer(folder, RedisBinary.find(folder.path()), port, options);
            Files.createDirectory(server.data());
            server.startAgain();
            return server;
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Starts it on the same port and data, after it was killed or stopped; returns when it answers. */
    public void startAgain() {
        process = ServerProcess.start(command(), folder.path().resolve("log"));
        process.awaitListening(port, START);
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                process.close();
                throw new IllegalStateException("the server does not answer: " + process.logTail());
            }
            Thread.onSpinWait();
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Its address with the credentials, for Lettuce. */
    public String uri() {
        String credentials =
                options.password().isEmpty() ? "" : encoded(options.user()) + ":" + encoded(options.password()) + "@";
        return (options.tls() ? "rediss://" : "redis://") + credentials + host() + ":" + port;
    }

    public RedisOptions options() {
        return options;
    }

    /** Its certificates, when it speaks TLS. */
    public Optional<TestCertificates> certificates() {
        return certificates;
    }

    /** Sends a command as the configured user; the answer as text, the elements of a list each on its line. */
    public String command(String... words) {
        try (RedisWire wire = connect()) {
            return wire.call(List.of(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code INFO} says in one line of one of its sections. */
    public String info(String section, String field) {
        return command("INFO", section)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("INFO " + section + " has no " + field));
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    public boolean alive() {
        return process.alive();
    }

    /** Keeps it from answering; connections stay open. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    /** Makes it take no changes, as a replica does; what it holds can be read. */
    public void readOnly() {
        command("REPLICAOF", host(), "1");
    }

    public void writable() {
        command("REPLICAOF", "NO", "ONE");
    }

    /** Lets it refuse what needs more memory than it has now. */
    public void fill() {
        command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        command("CONFIG", "SET", "maxmemory", "1");
    }

    public void makeRoom() {
        command("CONFIG", "SET", "maxmemory", "0");
    }

    /**
     * Takes the disk away from a server without an append-only file: the next snapshot fails, and then changes are
     * refused as {@code MISCONF}.
     */
    public void loseDisk() {
        command("CONFIG", "SET", "save", "3600 1");
        command("CONFIG", "SET", "stop-writes-on-bgsave-error", "yes");
        try {
            Files.delete(data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command("SET", "graft-test-change", "1");
        command("BGSAVE");
        long deadline = System.nanoTime() + START.toNanos();
        while (!info("persistence", "rdb_last_bgsave_status").equals("err")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the snapshot did not fail");
            }
            Thread.onSpinWait();
        }
    }

    public String logTail() {
        return process.logTail();
    }

    Path folder() {
        return folder.path();
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private boolean answers() {
        try (RedisWire wire = connect()) {
            wire.call(List.of("PING"));
            return wire.call(List.of("INFO", "persistence")).contains("loading:0");
        } catch (IOException e) {
            return false;
        }
    }

    private RedisWire connect() throws IOException {
        SocketFactory sockets = certificates
                .<SocketFactory>map(known -> known.trusting().getSocketFactory())
                .orElseGet(SocketFactory::getDefault);
        RedisWire wire = new RedisWire(sockets, port);
        if (!options.password().isEmpty()) {
            wire.call(
                    options.user().isEmpty()
                            ? List.of("AUTH", options.password())
                            : List.of("AUTH", options.user(), options.password()));
        }
        return wire;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--bind",
                host(),
                "--dir",
                data().toString(),
                "--save",
                "",
                "--daemonize",
                "no",
                "--appendonly",
                options.fsync().isEmpty() ? "no" : "yes"));
        if (!options.fsync().isEmpty()) {
            command.addAll(List.of("--appendfsync", options.fsync()));
        }
        command.addAll(
                options.tls()
                        ? List.of("--port", "0", "--tls-port", Integer.toString(port))
                        : List.of("--port", Integer.toString(port)));
        certificates.ifPresent(known -> command.addAll(List.of(
                "--tls-cert-file",
                known.serverPem().toString(),
                "--tls-key-file",
                known.serverPem().toString(),
                "--tls-ca-cert-file",
                known.authorityPem().toString(),
                "--tls-auth-clients",
                "no")));
        if (!options.user().isEmpty()) {
            command.addAll(List.of("--user", options.user(), "on", ">" + options.password(), "~*", "&*", "+@all"));
            // Redis 7.0 reads its append-only file as this user, and leaves out what it may not do.
            command.addAll(List.of("--user", "default", "off", "~*", "&*", "+@all"));
        } else if (!options.password().isEmpty()) {
            command.addAll(List.of("--requirepass", options.password()));
        }
        command.addAll(options.more());
        return command;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
