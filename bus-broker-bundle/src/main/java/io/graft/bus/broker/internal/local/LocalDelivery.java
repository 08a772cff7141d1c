package io.graft.bus.broker.internal.local;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;

/** A message that was handed to a listener. */
final class LocalDelivery implements Delivery {

    private final LocalSubscription subscription;
    final Waiting content;
    private final BusMessage message;

    LocalDelivery(LocalSubscription subscription, Waiting content) {
        this.subscription = subscription;
        this.content = content;
        BusMessage published = content.publication.message();
        this.message = content.qos == content.publication.qos()
                ? published
                : new BusMessage(published.topic(), published.payload(), Qos.AT_MOST_ONCE);
    }

    @Override
    public BusMessage message() {
        return message;
    }

    @Override
    public boolean repeated() {
        return content.repeated;
    }

    @Override
    public void acknowledge() {
        subscription.acknowledge(this);
    }
}
