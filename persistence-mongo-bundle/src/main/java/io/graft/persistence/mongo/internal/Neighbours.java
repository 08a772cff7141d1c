package io.graft.persistence.mongo.internal;

/**
 * The other users of the same database within this process, e.g. another version of the provider that is installed
 * beside it: they hand the lease on to each other. Safe for use by many threads.
 */
interface Neighbours {

    /**
     * Lets others ask for a lease.
     *
     * @param instance which one
     * @param yielding gives it up, so that it can be taken when this returns; fails if it can't be given up now
     * @return ends this
     */
    Runnable announce(String instance, Runnable yielding);

    /**
     * Asks for a lease.
     *
     * @return false if nobody in this process has it
     * @throws RuntimeException if who has it can't give it up now
     */
    boolean ask(String instance);
}
