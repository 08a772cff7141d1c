package io.graft.bus.tck;

import java.util.Optional;

/** What is tested: a provider, and the broker that it needs. The checks open and close buses and peers of their own. */
public interface TestedBus extends AutoCloseable {

    /**
     * Opens the bus as the provider's component does when it is activated, with the same configuration each time, so that
     * it is the same client to its broker. One is open at a time. The bus may still be connecting.
     *
     * @throws Exception if that can't be done
     */
    OpenBus open() throws Exception;

    /**
     * Connects an independent MQTT client to the same broker; only while a bus is open, whose broker it may be.
     *
     * @throws Exception if that can't be done
     */
    Peer peer() throws Exception;

    /** How the broker is taken away; empty if it is inside the provider. */
    default Optional<Outage> outage() {
        return Optional.empty();
    }

    /** What the names of the provider's threads begin with. */
    String threads();

    @Override
    default void close() {}
}
