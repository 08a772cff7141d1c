package io.graft.api.persistence;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Two stores with a name space of their own, which goes away with them. The stores keep every rule of the contract,
 * those on durability and closing included. The stores may be used by many threads; the space itself by one.
 */
@ConsumerType
public interface ScratchSpace extends AutoCloseable {

    /** The space's event store: always the same one until {@link #reopen()}. */
    EventStore events();

    /** The space's document store: always the same one until {@link #reopen()}. */
    DocumentStore documents();

    /**
     * What the stores are connected to, in one line for a report, without a secret; e.g.
     * {@code Redis 7.0.15 at 127.0.0.1:6379, appendfsync always}.
     */
    String server();

    /**
     * Closes both stores as a deactivated provider closes them, with their connections, threads, locks and files, and
     * opens them again on the same data. Calls that are running end as the contract says.
     *
     * @throws StoreUnavailableException if the database can't be used now; the stores are closed then, and a later call
     *     tries again
     */
    void reopen();

    /**
     * Closes both stores and removes what they held from the database. Does nothing the second time.
     *
     * @throws StoreUnavailableException if the database can't be reached: what was not removed is named
     */
    @Override
    void close();
}
