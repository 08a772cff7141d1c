package io.graft.bus.mqtt.internal;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One connection to the broker, made once, and never again after it was lost: what came by it can't be mixed up with what
 * comes by the next one. Safe for use by many threads; calls listeners and completes futures on its event loop.
 */
interface Link {

    /**
     * What is connected.
     *
     * @param clientId the session's name at the broker
     * @param durable whether the broker keeps the session while nobody is connected
     */
    record Session(String clientId, boolean durable) {}

    /** Hears what comes. */
    interface Listener {

        void received(Incoming message);

        /** The connection has ended, or could not be made. */
        void lost(Throwable cause);
    }

    /** A message that has come; the acknowledgement has no effect once the connection has ended. */
    record Incoming(BusMessage message, Runnable acknowledgement) {

        String topic() {
            return message.topic();
        }

        int size() {
            return message.payload().length;
        }
    }

    /** Completes when the broker has accepted the connection. */
    CompletableFuture<Void> connect();

    /** Completes when the broker has accepted all filters. */
    CompletableFuture<Void> subscribe(List<String> filters, Qos qos);

    /** Completes when the message is handed over, to the socket or to the broker, or the connection has ended. */
    CompletableFuture<Void> publish(BusMessage message);

    /** Ends the connection in order; completes when it has ended. */
    CompletableFuture<Void> disconnect();

    /** Reads no more from the socket until told to. */
    void pause();

    void resume();

    /** Ends the connection at once. */
    void cut();
}
