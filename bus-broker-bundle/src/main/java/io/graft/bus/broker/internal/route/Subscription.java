package io.graft.bus.broker.internal.route;

import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody subscribed to with one filter, or with several that match the same topic.
 *
 * @param qos the best quality wanted, 0 or 1
 * @param noLocal whether the receiver's own publications are left out
 * @param retainAsPublished whether the retain flag is passed on
 * @param ids the subscription's identifiers, of MQTT 5
 */
public record Subscription(Receiver receiver, int qos, boolean noLocal, boolean retainAsPublished, List<Integer> ids) {

    /** A plain one. */
    public Subscription(Receiver receiver, int qos) {
        this(receiver, qos, false, false, List.of());
    }

    /** One for both, so that a message comes once. */
    Subscription and(Subscription other) {
        return new Subscription(
                receiver,
                Math.max(qos, other.qos),
                noLocal && other.noLocal,
                retainAsPublished || other.retainAsPublished,
                ids.isEmpty() && other.ids.isEmpty()
                        ? List.of()
                        : Stream.concat(ids.stream(), other.ids.stream()).toList());
    }
}
