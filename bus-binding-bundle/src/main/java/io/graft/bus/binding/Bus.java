package io.graft.bus.binding;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The bus, as services of the gateway use it: an OSGi service that is always there, whichever provider is bound or none.
 * No method waits, but for {@link #subscribe} and the closing of a subscription; all may be called by any number of
 * threads at once. Stages complete on threads of the bus, which must not be blocked.
 */
@ProviderType
public interface Bus {

    /**
     * Publishes an envelope as JSON, with the payload in the form that is configured.
     *
     * @return as {@link #publish(BusMessage)}
     * @throws IllegalArgumentException if the topic is not one to publish to
     */
    CompletionStage<Void> publish(String topic, Envelope envelope, Qos qos);

    /**
     * Publishes bytes.
     *
     * @return completes once the message is handed over: at most once to the connection, at least once to the broker;
     *     fails with {@link BusUnavailableException} if no provider is bound, or if the bound one can't do it now
     */
    CompletionStage<Void> publish(BusMessage message);

    /**
     * Subscribes at whichever provider is bound, now and later, and may wait for it as {@link
     * io.graft.api.bus.MessageBus#subscribe} does. In a swap the subscription is opened at the new provider before it is
     * closed at the old one. The listener never has more deliveries open than the window says, those of two providers in
     * a swap counted together.
     *
     * @return ends the subscription when closed
     * @throws IllegalStateException if a subscription of this name is open
     * @throws BusUnavailableException if the bus is being stopped
     */
    BusSubscription subscribe(SubscriptionSpec spec, BusListener listener);

    /**
     * Publishes a request at least once, and waits for its reply, which EdgeX publishes to
     * {@code <prefix>/response/<responder>/<request id>}. A second reply, and one that comes too late, is counted and
     * ignored.
     *
     * @param request gets a request id if it has none
     * @param timeout how long to wait for the reply
     * @return completes with the reply, whose error code may say that the request has failed; fails with {@link
     *     BusTimeoutException} if none came in time, with {@link BusUnavailableException} if the request can't be
     *     published now or 1,024 of them are open already, and with {@link BusException} if the reply can't be read
     * @throws IllegalArgumentException if the topic is not one to publish to, or if a request of this id is open
     */
    CompletionStage<Envelope> request(String topic, Envelope request, Duration timeout);

    /** Builds EdgeX's topics as they are configured; the same for as long as the gateway runs. */
    EdgexTopics topics();

    /**
     * Publishes figures of a service as EdgeX does, at the interval that is configured.
     *
     * @param service the service's name, e.g. {@code core-data}
     * @return takes the figures; to be closed by the service
     */
    Telemetry telemetry(String service);

    /** How the bus is bound now, and what it has done. */
    BusBindingStatus status();
}
