package io.graft.benchmarks.internal.database;

import java.io.IOException;

/** A connection of a database's own driver, which writes what any store of events has to. Used by one thread. */
public interface RawDriver extends AutoCloseable {

    /** What one write is, in a few words. */
    String write();

    /**
     * Writes a batch of new events as the driver does it best, and waits until all of it is acknowledged.
     *
     * @throws IOException if the server refused a write
     */
    void write(int count) throws IOException;

    @Override
    void close();
}
