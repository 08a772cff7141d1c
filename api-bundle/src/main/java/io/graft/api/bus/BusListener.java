package io.graft.api.bus;

import org.osgi.annotation.versioning.ConsumerType;

/** Receives the messages of a subscription. */
@FunctionalInterface
@ConsumerType
public interface BusListener {

    /**
     * A message has come. Called by threads of the bus, those of different publishers perhaps at the same time. Must
     * return at once and throw nothing: what takes time is done elsewhere, and {@link Delivery#acknowledge} called then.
     */
    void deliver(Delivery delivery);
}
