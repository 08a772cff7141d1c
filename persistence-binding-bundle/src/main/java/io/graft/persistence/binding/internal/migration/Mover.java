package io.graft.persistence.binding.internal.migration;

/** Moves one kind of data from one provider to another. Used by one thread, except where said. */
interface Mover extends AutoCloseable {

    /** Copies all that there is, and checks it. */
    void copy();

    /** Carries over what has been changed meanwhile, until little is left. */
    void catchUp();

    /**
     * Lets no change through, carries over the rest, and changes the binding: all in a bounded time.
     *
     * @param bind changes the binding; throws if it can't
     * @return empty if the binding was changed; else why it was not, and everything is as it was
     */
    String flip(Runnable bind);

    /** How many events or documents have to be looked at, as far as is known now. */
    long outstanding();

    /** How many changes were noted. Any thread may ask. */
    long followed();

    /**
     * Makes sure that the service is still followed, if it is there; waits for nothing.
     *
     * @throws RefusedException if it is bound to something else than where the data is moved from
     */
    void watch();

    /**
     * A mover for the way back, for when the binding has just been changed: it notes all changes since. This one is of no
     * use any more, and need not be closed.
     */
    Mover back(Work work);

    /** Ends following. */
    @Override
    void close();
}
