package io.graft.persistence.support;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import org.apache.felix.hc.api.FormattingResultLog;

/** The two stores of one name space, connected. The stores may be used by any number of threads. */
public interface OpenStores extends AutoCloseable {

    /** The event store: always the same one. */
    EventStore events();

    /** The document store: always the same one. */
    DocumentStore documents();

    /**
     * What the stores are connected to, in one line for a report, without a secret; e.g.
     * {@code Redis 7.0.15 at 127.0.0.1:6379, appendfsync always}. Asks nobody.
     */
    String server();

    /**
     * Says how the stores are, for the health check: {@code critical} when they can't serve, {@code warn} when they
     * don't keep what an administrator expects, e.g. that the server loses acknowledged writes when it dies,
     * {@code info} for the rest. Called by any thread, every few seconds; answers within a second, also when the
     * server does not.
     */
    void check(FormattingResultLog log);

    /**
     * Ends running calls, as the contract says, and every thread and connection, within a few seconds. Called by the
     * thread of the life cycle, once.
     */
    @Override
    void close();
}
