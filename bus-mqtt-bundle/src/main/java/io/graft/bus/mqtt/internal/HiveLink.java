package io.graft.bus.mqtt.internal;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoder;
import com.hivemq.client.internal.mqtt.message.ping.MqttPingResp;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import io.graft.api.bus.Qos;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.reactivex.schedulers.Schedulers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What connections of both versions of MQTT have in common; the client library is HiveMQ's. */
abstract class HiveLink implements Link {

    private final Loop loop;
    private final Duration keepAlive;
    private final Listener listener;
    private Optional<Channel> channel = Optional.empty();
    private Optional<Future<?>> liveliness = Optional.empty();

    HiveLink(Loop loop, Duration keepAlive, Listener listener) {
        this.loop = loop;
        this.keepAlive = keepAlive;
        this.listener = listener;
    }

    /** What a client is built with. */
    static MqttClientBuilder client(
            MqttSettings settings, Optional<MqttClientSslConfig> tls, Loop loop, Session session, Listener listener) {
        MqttClientBuilder builder = com.hivemq.client.mqtt.MqttClient.builder()
                .identifier(session.clientId())
                .transportConfig(MqttClientTransportConfig.builder()
                        .serverHost(settings.host())
                        .serverPort(settings.port())
                        .sslConfig(tls.orElse(null))
                        .socketConnectTimeout(settings.pace().connect().toMillis(), TimeUnit.MILLISECONDS)
                        .mqttConnectTimeout(settings.pace().connect().toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .executorConfig(MqttClientExecutorConfig.builder()
                        .nettyExecutor(loop)
                        // What happens in the loop goes on in the loop.
                        .applicationScheduler(Schedulers.from(Runnable::run))
                        .build());
        return builder.addDisconnectedListener(
                (MqttClientDisconnectedContext context) -> listener.lost(context.getCause()));
    }

    @Override
    public final CompletableFuture<Void> connect() {
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        channel = loop.opening(() -> {
            var unused = connectClient().whenComplete((done, failure) -> {
                if (failure == null) {
                    accepted.complete(null);
                } else {
                    accepted.completeExceptionally(failure);
                }
            });
        });
        return accepted;
    }

    abstract CompletableFuture<?> connectClient();

    static MqttQos qos(Qos qos) {
        return qos == Qos.AT_LEAST_ONCE ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE;
    }

    static Qos qos(MqttQos qos) {
        return qos == MqttQos.AT_MOST_ONCE ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE;
    }

    final void received(Incoming message) {
        listener.received(message);
    }

    @Override
    public final void pause() {
        channel.ifPresent(open -> open.config().setAutoRead(false));
        if (liveliness.isEmpty()) {
            long period = Math.max(1, keepAlive.toMillis() / 2);
            liveliness =
                    Optional.of(loop.next().scheduleAtFixedRate(this::excuse, period, period, TimeUnit.MILLISECONDS));
        }
    }

    /** While nothing is read the broker's answers to pings are not either, which the client would take for its end. */
    private void excuse() {
        channel.map(open -> open.pipeline().context(MqttDecoder.NAME))
                .ifPresent((ChannelHandlerContext decoder) -> decoder.fireChannelRead(MqttPingResp.INSTANCE));
    }

    @Override
    public final void resume() {
        calm();
        channel.ifPresent(open -> open.config().setAutoRead(true));
    }

    @Override
    public final void cut() {
        calm();
        channel.ifPresent(open -> {
            var unused = open.close();
        });
    }

    private void calm() {
        liveliness.ifPresent(periodic -> periodic.cancel(false));
        liveliness = Optional.empty();
    }
}
