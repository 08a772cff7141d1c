package io.graft.benchmarks.internal.database;

/** A database's server, which may be killed. */
public interface Server {

    /** Ends it at once ({@code kill -9}). */
    void kill();

    /** Starts it on the same port and data after it was killed; returns when it takes changes. */
    void startAgain();
}
