package io.graft.persistence.support;

import java.util.Set;

/**
 * How a provider opens its database, with one set of connection settings. Its methods are called by threads of the
 * life cycle only, which end with the provider: what a client library leaves in the thread that opened or closed it
 * pins nothing. Their context class loader is the bundle's.
 *
 * <p>Two databases with the same settings should be equal (a record is): a change of the configuration that leaves them
 * as they are then opens nothing anew.
 */
public interface Database {

    /**
     * Connects, and prepares what the stores need. Every wait is bounded, and an interrupt ends it. What was begun is
     * closed again before an exception leaves.
     *
     * @param nameSpace what the names of everything in the database begin with: empty for the real stores, or else
     *     lower-case letters, digits and a dash
     * @throws io.graft.api.persistence.StoreException with the cause in one line, without a secret
     */
    OpenStores open(String nameSpace);

    /**
     * Removes everything of a name space, which nobody has open, from the database, in steps that don't hold up others.
     * Does nothing when there is nothing.
     *
     * @param nameSpace never empty
     * @throws io.graft.api.persistence.StoreException if something may be left, with the cause in one line
     */
    void remove(String nameSpace);

    /**
     * The name spaces in the database that are not the real one, also those of other gateways; may be asked for twice a
     * day. None where the database can't tell: then nobody removes what a gateway that was killed has left behind.
     *
     * @throws io.graft.api.persistence.StoreException if they can't be told now, with the cause in one line
     */
    default Set<String> nameSpaces() {
        return Set.of();
    }
}
