package io.graft.bus.tck;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.api.bus.Topics;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A peer on HiveMQ's client, with MQTT 5. */
public final class HivePeer implements Peer {

    private static final int PATIENCE_SECONDS = 30;
    private static final int AGAIN_MILLIS = 50;

    private final Mqtt5AsyncClient client;

    /** Connects, with a session that lasts a minute without a connection. */
    public HivePeer(String host, int port) {
        this(host, port, builder -> builder);
    }

    /** Connects, with what is set besides, e.g. a user and a password. */
    public HivePeer(String host, int port, UnaryOperator<Mqtt5ClientBuilder> set) {
        client = set.apply(Mqtt5Client.builder()
                        .identifier("peer-" + UUID.randomUUID())
                        .serverHost(host)
                        .serverPort(port)
                        .addDisconnectedListener(context -> connectAgain((Mqtt5ClientDisconnectedContext) context)))
                .buildAsync();
        client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(60)
                .send()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static void connectAgain(Mqtt5ClientDisconnectedContext context) {
        if (context.getSource() != MqttDisconnectSource.USER) {
            context.getReconnector()
                    .reconnect(true)
                    .delay(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .republishIfSessionExpired(true)
                    .resubscribeIfSessionExpired(true);
        }
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        return client.publishWith()
                .topic(message.topic())
                .qos(message.qos() == Qos.AT_LEAST_ONCE ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
                .payload(message.payload())
                .send()
                .thenApply(result -> {
                    result.getError().ifPresent(error -> {
                        throw new IllegalStateException("the broker did not take " + message + ": " + error, error);
                    });
                    return null;
                });
    }

    @Override
    public void subscribe(String filter, Qos qos, Consumer<BusMessage> listener) {
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> {
            BusMessage message = message(publish);
            if (Topics.matches(filter, message.topic())) {
                listener.accept(message);
            }
        });
        client.subscribeWith()
                .topicFilter(filter)
                .qos(qos == Qos.AT_LEAST_ONCE ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
                .send()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static BusMessage message(Mqtt5Publish publish) {
        return new BusMessage(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos() == MqttQos.AT_MOST_ONCE ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE);
    }

    @Override
    public void close() {
        if (client.getState().isConnected()) {
            client.disconnectWith()
                    .sessionExpiryInterval(0)
                    .send()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(alreadyGone -> null)
                    .join();
        }
    }
}
