package io.graft.benchmarks.internal.database;

import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A Redis server that writes its append-only file through before it answers. */
final class RedisDatabase implements Database {

    private final RedisServer server = RedisServer.start(RedisOptions.DURABLE);

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String durability() {
        return "appendfsync always";
    }

    @Override
    public Optional<String> feature() {
        return Optional.of("graft-persistence-redis");
    }

    @Override
    public Map<String, Map<String, String>> settings() {
        return Map.of("io.graft.persistence.redis.cfg", Map.of("hosts", server.host() + ":" + server.port()));
    }

    @Override
    public Optional<RawDriver> connect() throws IOException {
        return Optional.of(new RawRedis(server.uri()));
    }

    @Override
    public Optional<Server> server() {
        return Optional.of(new Server() {
            @Override
            public void kill() {
                server.kill();
            }

            @Override
            public void startAgain() {
                server.startAgain();
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
