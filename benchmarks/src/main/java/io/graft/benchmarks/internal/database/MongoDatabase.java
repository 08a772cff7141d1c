package io.graft.benchmarks.internal.database;

import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import java.util.Map;
import java.util.Optional;

/** A replica set of one mongod; what is acknowledged is in its journal on disk. */
final class MongoDatabase implements Database {

    private final MongoServer server = MongoServer.start(MongoOptions.REPLICA_SET);

    @Override
    public String name() {
        return "mongo";
    }

    @Override
    public String durability() {
        return "w: majority, journal";
    }

    @Override
    public Optional<String> feature() {
        return Optional.of("graft-persistence-mongo");
    }

    @Override
    public Map<String, Map<String, String>> settings() {
        return Map.of("io.graft.persistence.mongo.cfg", Map.of("uri", server.uri()));
    }

    @Override
    public Optional<RawDriver> connect() {
        return Optional.of(new RawMongo(server.uri()));
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
