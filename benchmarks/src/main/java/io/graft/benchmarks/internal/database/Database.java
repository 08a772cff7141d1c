package io.graft.benchmarks.internal.database;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A database that a provider keeps a gateway's data in, with a server of the run's own where it needs one. */
public interface Database extends AutoCloseable {

    /** The provider's name. */
    String name();

    /** What it acknowledges, in a few words. */
    String durability();

    /** The feature to install in the gateway; empty where the gateway has it. */
    Optional<String> feature();

    /** The provider's settings by the name of their file. */
    Map<String, Map<String, String>> settings();

    /** A connection of the database's own driver; empty where there is none. */
    Optional<RawDriver> connect() throws IOException;

    /** The server, as something that can be killed; empty where there is none. */
    Optional<Server> server();

    /** Ends the server and removes what it stored. */
    @Override
    void close() throws IOException;
}
