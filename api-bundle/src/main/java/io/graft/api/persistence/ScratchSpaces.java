package io.graft.api.persistence;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens empty stores beside the real ones, with the same code, server, credentials and settings: what a provider is
 * tested and certified in. Registered as a service with the same properties as the stores, so that a provider can be
 * certified on the running gateway. Any number of spaces may be open at once. Safe for use by many threads.
 */
@ConsumerType
public interface ScratchSpaces {

    /**
     * Opens an empty space. Nothing in it can be seen through the real stores or another space, and no call to it can
     * touch their data.
     *
     * @throws StoreUnavailableException if the database can't be used now
     */
    ScratchSpace open();
}
