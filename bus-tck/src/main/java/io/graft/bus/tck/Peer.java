package io.graft.bus.tck;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Another client of the broker, not of the gateway. Connects again by itself. */
public interface Peer extends AutoCloseable {

    /** Publishes; at least once: again on each new connection, until the broker has acknowledged, which completes it. */
    CompletionStage<Void> publish(BusMessage message);

    /** Subscribes; returns when the broker has said so. */
    void subscribe(String filter, Qos qos, Consumer<BusMessage> listener);

    @Override
    void close();
}
