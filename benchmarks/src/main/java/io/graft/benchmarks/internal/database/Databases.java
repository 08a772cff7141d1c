package io.graft.benchmarks.internal.database;

import java.io.IOException;
import java.util.List;

/** The databases that can be measured. */
public final class Databases {

    public static final List<String> NAMES = List.of("embedded", "redis", "mongo");

    private Databases() {}

    /** Starts one of them. */
    public static Database start(String name) throws IOException {
        return switch (name) {
            case "embedded" -> new EmbeddedDatabase();
            case "redis" -> new RedisDatabase();
            case "mongo" -> new MongoDatabase();
            default -> throw new IllegalArgumentException("There is no provider '" + name + "' to measure");
        };
    }
}
