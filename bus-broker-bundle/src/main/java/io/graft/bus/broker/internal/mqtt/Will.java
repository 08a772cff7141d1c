package io.graft.bus.broker.internal.mqtt;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.bus.broker.internal.route.Origin;
import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;
import io.graft.bus.broker.internal.route.Router;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is published when a client's connection ends without a word.
 *
 * @param delay how long after
 */
record Will(Publication publication, Duration delay) {

    private static final Origin NOBODY = new Origin() {
        @Override
        public void hold() {}

        @Override
        public void release() {}
    };

    /** @throws IllegalArgumentException if the topic is not one to publish to */
    static Will of(String clientId, MqttConnectVariableHeader header, MqttConnectPayload payload) {
        MqttProperties properties = payload.willProperties();
        Integer delay = Packets.number(properties, MqttProperties.WILL_DELAY_INTERVAL);
        BusMessage message = new BusMessage(
                payload.willTopic(),
                payload.willMessageInBytes() == null ? new byte[0] : payload.willMessageInBytes(),
                header.willQos() == 0 ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE);
        return new Will(
                new Publication(
                        message, clientId, NOBODY, header.isWillRetain(), Packets.passedOn(properties), Long.MAX_VALUE),
                Duration.ofSeconds(delay == null ? 0 : Integer.toUnsignedLong(delay)));
    }

    /** Publishes it, now or after its delay; not at all if the client is connected again by then. */
    void connectionEnded(Hub hub, Session session) {
        Duration wait = delay.compareTo(session.expiry()) < 0 ? delay : session.expiry();
        if (wait.isZero() || hub.work().isShutdown()) {
            publish(hub.router());
        } else if (session.connection() == null) {
            session.willBy(hub.work().schedule(() -> publish(hub.router()), wait.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void publish(Router router) {
        router.route(publication, new Receipt() {
            @Override
            protected void completed() {}
        });
    }
}
