package io.graft.bus.tck;

import io.graft.api.bus.MessageBus;

/** An open bus. */
public interface OpenBus extends AutoCloseable {

    MessageBus bus();

    /** Closes it as the provider's component does when it is deactivated. Has no effect when called again. */
    @Override
    void close();
}
