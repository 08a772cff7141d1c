package io.graft.bus.mqtt.internal;

import com.hivemq.client.internal.mqtt.MqttClientConfig;
import com.hivemq.client.internal.mqtt.MqttClientConnectionConfig;
import com.hivemq.client.internal.mqtt.message.connect.MqttConnect;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A connection that speaks MQTT 5. */
final class Mqtt5Link extends HiveLink {

    private final Mqtt5AsyncClient client;
    private final Mqtt5Connect connect;

    Mqtt5Link(MqttSettings settings, Optional<MqttClientSslConfig> tls, Loop loop, Session session, Listener listener) {
        super(loop, settings.pace().keepAlive(), listener);
        client =
                client(settings, tls, loop, session, listener).useMqttVersion5().buildAsync();
        var wanted = Mqtt5Connect.builder()
                .keepAlive((int) settings.pace().keepAlive().toSeconds())
                .cleanStart(!session.durable())
                .sessionExpiryInterval(
                        session.durable() ? settings.sessionKept().toSeconds() : 0);
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
        return client.connect(connect).thenRun(this::forgetWithTheConnection);
    }

    /** The client would keep its side of the session, a window of messages, as long as the broker: it is not used again. */
    private void forgetWithTheConnection() {
        if (connect.getSessionExpiryInterval() > 0 && client.getConfig() instanceof MqttClientConfig config) {
            MqttClientConnectionConfig connection = config.getRawConnectionConfig();
            if (connection != null) {
                connection.setSessionExpiryInterval(MqttConnect.NO_SESSION_EXPIRY);
            }
        }
    }

    private void came(Mqtt5Publish publish) {
        received(new Incoming(
                new BusMessage(publish.getTopic().toString(), publish.getPayloadAsBytes(), qos(publish.getQos())),
                publish::acknowledge));
    }

    @Override
    public CompletableFuture<Void> subscribe(List<String> filters, Qos qos) {
        List<Mqtt5Subscription> subscriptions = filters.stream()
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(qos(qos))
                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                        .build())
                .toList();
        return client.subscribe(
                        Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build())
                .thenAccept(accepted -> {});
    }

    @Override
    public CompletableFuture<Void> publish(BusMessage message) {
        Mqtt5Publish publish = Mqtt5Publish.builder()
                .topic(message.topic())
                .payload(message.payload())
                .qos(qos(message.qos()))
                .build();
        return client.publish(publish).thenCompose(result -> result.getError()
                .<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        return client.disconnect();
    }
}
