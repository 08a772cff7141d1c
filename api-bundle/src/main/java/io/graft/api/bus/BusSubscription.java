package io.graft.api.bus;

import org.osgi.annotation.versioning.ConsumerType;

/** An open subscription. */
@ConsumerType
public interface BusSubscription extends AutoCloseable {

    /**
     * Stops deliveries. None begins after this has returned, and one that is being made is waited for, some seconds at
     * most; those that were made can be acknowledged for the drain time still. What is not acknowledged then, and what is
     * published at least once from now on, is kept for the next subscription of the same name if this one is durable,
     * within the bounds of the broker.
     */
    @Override
    void close();

    /** As {@link #close}, and nothing is kept for the name. */
    void cancel();
}
