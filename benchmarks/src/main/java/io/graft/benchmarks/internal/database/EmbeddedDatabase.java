package io.graft.benchmarks.internal.database;

import java.util.Map;
import java.util.Optional;

/** The provider inside the gateway. */
final class EmbeddedDatabase implements Database {

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public String durability() {
        return "forced to disk";
    }

    @Override
    public Optional<String> feature() {
        return Optional.empty();
    }

    @Override
    public Map<String, Map<String, String>> settings() {
        return Map.of();
    }

    @Override
    public Optional<RawDriver> connect() {
        return Optional.empty();
    }

    @Override
    public Optional<Server> server() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // it goes with its gateway
    }
}
