package io.graft.testservers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real mosquitto broker on a free loopback port, with a temporary folder of its own. Debian puts mosquitto where only
 * the administrator's PATH leads; it is found there too. Not thread-safe.
 */
public final class MosquittoServer implements AutoCloseable {

    static final String NEEDED = "needs mosquitto: put it into the PATH (Debian: apt-get install mosquitto)";

    private static final Duration START = Duration.ofSeconds(20);

    private final TempFolder folder;
    private final int port;
    private final MosquittoOptions options;
    private final Optional<TestCertificates> certificates;
    private ServerProcess process;

    private MosquittoServer(TempFolder folder, int port, MosquittoOptions options) {
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.certificates = options.tls() ? Optional.of(TestCertificates.create(folder.path())) : Optional.empty();
    }

    /**
     * Starts a broker.
     *
     * @throws MissingServerException if there is no mosquitto on this machine
     */
    public static MosquittoServer start(MosquittoOptions options) {
        MosquittoServer server = prepared(options, FreePort.next());
        try {
            server.startAgain();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * A broker that is not started yet: nobody listens to its port until {@link #startAgain}.
     *
     * @throws MissingServerException if there is no mosquitto on this machine
     */
    public static MosquittoServer prepared(MosquittoOptions options, int port) {
        program("mosquitto");
        TempFolder folder = TempFolder.create("graft-mosquitto-");
        try {
            MosquittoServer server = new MosquittoServer(folder, port, options);
            Files.createDirectory(server.data());
            server.writeUsers();
            Files.write(server.configuration(), server.lines());
            return server;
        } catch (IOException e) {
            folder.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Starts it, on the same port and data as before; returns when it listens. */
    public void startAgain() {
        process = ServerProcess.start(
                List.of(program("mosquitto").toString(), "-c", configuration().toString()),
                folder.path().resolve("log"));
        process.awaitListening(port, START);
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** Its address, {@code tcp://} or {@code ssl://}, without credentials. */
    public String url() {
        return (options.tls() ? "ssl://" : "tcp://") + host() + ":" + port;
    }

    public MosquittoOptions options() {
        return options;
    }

    /** Its certificates, when it speaks TLS. */
    public Optional<TestCertificates> certificates() {
        return certificates;
    }

    /** {@code kill -9}: what was not saved is lost. */
    public void kill() {
        process.kill();
    }

    /** Ends it in order; it saves sessions and messages if it is a persistent one. */
    public void stop() {
        process.stop();
    }

    public boolean alive() {
        return process != null && process.alive();
    }

    /** Keeps it from answering; connections stay open. */
    public void freeze() {
        process.freeze();
    }

    public void thaw() {
        process.thaw();
    }

    public String logTail() {
        return process.logTail();
    }

    /** Everything that it has written. */
    public String log() {
        try {
            return Files.readString(folder.path().resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder.path();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        folder.close();
    }

    private Path data() {
        return folder.path().resolve("data");
    }

    private Path configuration() {
        return folder.path().resolve("mosquitto.conf");
    }

    private Path users() {
        return folder.path().resolve("users");
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                // Started by root it would give up the right to read this folder.
                "user " + System.getProperty("user.name"),
                "listener " + port + " " + host(),
                "persistence " + options.persistent(),
                "persistence_location " + data() + "/",
                "max_queued_messages 0",
                "max_queued_bytes 0",
                "log_dest stdout",
                "log_type error",
                "log_type warning",
                "log_type notice",
                "connection_messages true"));
        if (options.user().isEmpty()) {
            lines.add("allow_anonymous true");
        } else {
            lines.addAll(List.of("allow_anonymous false", "password_file " + users()));
        }
        certificates.ifPresent(known -> lines.addAll(List.of(
                "certfile " + known.serverPem(),
                "keyfile " + known.serverPem(),
                "cafile " + known.authorityPem(),
                "require_certificate " + options.clientCertificates())));
        lines.addAll(options.more());
        return lines;
    }

    private void writeUsers() throws IOException {
        if (options.user().isEmpty()) {
            return;
        }
        Process passwd = new ProcessBuilder(
                        program("mosquitto_passwd").toString(),
                        "-b",
                        "-c",
                        users().toString(),
                        options.user(),
                        options.password())
                .redirectErrorStream(true)
                .start();
        String output = new String(passwd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (passwd.waitFor() != 0) {
                throw new IOException("mosquitto_passwd failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Path program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> MissingServerException.of(NEEDED));
    }
}
