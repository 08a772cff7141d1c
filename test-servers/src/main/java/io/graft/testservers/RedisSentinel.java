package io.graft.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis server with a replica, watched by one sentinel. Not thread-safe. */
public final class RedisSentinel implements AutoCloseable {

    /** The name of the watched server. */
    public static final String MASTER = "graft";

    private static final Duration START = Duration.ofSeconds(20);

    private final RedisServer master;
    private final RedisServer replica;
    private final TempFolder folder;
    private final int port;
    private ServerProcess process;

    private RedisSentinel(RedisServer master, RedisServer replica, TempFolder folder, int port) {
        this.master = master;
        this.replica = replica;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts all three.
     *
     * @throws MissingServerException if redis-server does not run on this machine
     */
    public static RedisSentinel start(RedisOptions options) {
        RedisServer master = RedisServer.start(options);
        RedisSentinel sentinel;
        try {
            RedisServer replica =
                    RedisServer.start(options.with("--replicaof", master.host(), Integer.toString(master.port())));
            sentinel = new RedisSentinel(master, replica, TempFolder.create("graft-sentinel-"), FreePort.next());
        } catch (RuntimeException e) {
            master.close();
            throw e;
        }
        try {
            sentinel.start();
            return sentinel;
        } catch (RuntimeException e) {
            sentinel.close();
            throw e;
        }
    }

    /** The server that was the master at the start. */
    public RedisServer master() {
        return master;
    }

    public RedisServer replica() {
        return replica;
    }

    /** Where the sentinel listens, as host and port. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    private void start() {
        Path configuration = folder.path().resolve("sentinel.conf");
        try {
            Files.writeString(
                    configuration,
                    """
                    bind 127.0.0.1
                    port %d
                    dir %s
                    sentinel monitor %s %s %d 1
                    sentinel down-after-milliseconds %s 1000
                    sentinel failover-timeout %s 5000
                    """
                            .formatted(port, folder.path(), MASTER, master.host(), master.port(), MASTER, MASTER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path binary = RedisBinary.find(folder.path());
        process = ServerProcess.start(
                List.of(binary.toString(), configuration.toString(), "--sentinel"),
                folder.path().resolve("log"));
        process.awaitListening(port, START);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        replica.close();
        master.close();
        folder.close();
    }
}
