package io.graft.api.bus;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** A message bus, registered as an OSGi service by a provider; the rules are those of the package. */
@ConsumerType
public interface MessageBus {

    /**
     * Publishes a message. The stage completes once the message is handed over ({@link Qos#AT_MOST_ONCE}: to the
     * connection; {@link Qos#AT_LEAST_ONCE}: to the broker, which has said so), on a thread of the bus that must not be
     * blocked.
     *
     * @return fails with {@link BusUnavailableException} if there is no connection, if too much is under way already, or
     *     if the broker does not answer within the provider's time-out; whether a message at least once has arrived is
     *     unknown then, and to publish it again is right
     * @throws IllegalArgumentException if the topic is not one to publish to
     */
    CompletionStage<Void> publish(BusMessage message);

    /**
     * Subscribes. Takes effect at once if there is a connection, and again on every later one. May wait for the broker's
     * word, for 2 s at most, so that what is published next is delivered; never does without a connection, or on a
     * thread of the bus.
     *
     * @return ends the subscription when closed
     * @throws IllegalStateException if a subscription of this name is open
     * @throws BusUnavailableException if the bus has been closed
     */
    BusSubscription subscribe(SubscriptionSpec spec, BusListener listener);

    /** How it is now. */
    BusStatus status();
}
