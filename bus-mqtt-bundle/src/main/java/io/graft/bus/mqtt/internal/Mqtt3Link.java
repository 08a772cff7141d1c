package io.graft.bus.mqtt.internal;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection that speaks MQTT 3.1.1. */
final class Mqtt3Link extends HiveLink {

    private final Mqtt3AsyncClient client;
    private final Mqtt3Connect connect;

    Mqtt3Link(MqttSettings settings, Optional<MqttClientSslConfig> tls, Loop loop, Session session, Listener listener) {
        super(loop, settings.pace().keepAlive(), listener);
        client =
                client(settings, tls, loop, session, listener).useMqttVersion3().buildAsync();
        var wanted = Mqtt3Connect.builder()
                .keepAlive((int) settings.pace().keepAlive().toSeconds())
                .cleanSession(!session.durable());
        if (!settings.user().isEmpty()) {
            var named = wanted.simpleAuth().username(settings.user());
            wanted = settings.password().isEmpty()
                    ? named.applySimpleAuth()
                    : named.password(settings.password().getBytes(StandardCharsets.UTF_8))
                            .applySimpleAuth();
        }
        connect = wanted.build();
        client.publishes(MqttGlobalPublishFilter.ALL, this::came, true);
    }

    @Override
    CompletableFuture<?> connectClient() {
        return client.connect(connect);
    }

    private void came(Mqtt3Publish publish) {
        received(new Incoming(
                new BusMessage(publish.getTopic().toString(), publish.getPayloadAsBytes(), qos(publish.getQos())),
                publish::acknowledge));
    }

    @Override
    public CompletableFuture<Void> subscribe(List<String> filters, Qos qos) {
        List<Mqtt3Subscription> subscriptions = filters.stream()
                .map(filter -> Mqtt3Subscription.builder()
                        .topicFilter(filter)
                        .qos(qos(qos))
                        .build())
                .toList();
        return client.subscribe(
                        Mqtt3Subscribe.builder().addSubscriptions(subscriptions).build())
                .thenAccept(accepted -> {});
    }

    @Override
    public CompletableFuture<Void> publish(BusMessage message) {
        Mqtt3Publish publish = Mqtt3Publish.builder()
                .topic(message.topic())
                .payload(message.payload())
                .qos(qos(message.qos()))
                .build();
        return client.publish(publish).thenAccept(accepted -> {});
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
