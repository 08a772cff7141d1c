package io.graft.api.bus;

import org.osgi.annotation.versioning.ConsumerType;

/** A message that has come, and its acknowledgement. */
@ConsumerType
public interface Delivery {

    /** The message; its topic is the one that it was published to. */
    BusMessage message();

    /** Whether the bus knows that it was delivered before; {@code false} is no promise. */
    boolean repeated();

    /**
     * Says that the message is dealt with for good: frees its place in the window, and lets the broker forget it. Has no
     * effect when called again, or after the connection that brought the message has ended.
     */
    void acknowledge();
}
