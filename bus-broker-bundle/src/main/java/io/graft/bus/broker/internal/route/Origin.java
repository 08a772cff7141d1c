package io.graft.bus.broker.internal.route;

/** Who published: is told when something of it has to wait, and publishes nothing more meanwhile if it can be stopped. */
public interface Origin {

    /** One more of its publications waits for a place. */
    void hold();

    /** One that waited does so no longer. */
    void release();
}
