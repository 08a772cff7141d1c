package io.graft.bus.broker.internal.route;

/** Who subscribes: a subscription of the gateway, or a session of a client. */
public interface Receiver {

    /** Takes a publication, or says by the receipt that it will; returns at once. */
    void receive(Publication publication, Subscription subscription, Receipt receipt);
}
