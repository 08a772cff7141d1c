package io.graft.bus.broker.internal.mqtt;

import io.graft.api.bus.Topics;
import io.graft.bus.broker.internal.route.Subscription;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodes.SubAck;
import io.netty.handler.codec.mqtt.MqttReasonCodes.UnsubAck;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;

/** What a client subscribes to. Exactly once is granted as at least once. */
final class Subscribing {

    private static final int FILTERS = 1_000;
    private static final int LEVELS = 128;
    private static final int BEST_QOS = 1;
    private static final int FAILURE = 0x80;
    private static final String SHARED = "$share/";

    private final Hub hub;
    private final ChannelHandlerContext context;
    private final Session session;
    private final boolean version5;

    Subscribing(Hub hub, ChannelHandlerContext context, Session session, boolean version5) {
        this.hub = hub;
        this.context = context;
        this.session = session;
        this.version5 = version5;
    }

    void subscribe(MqttSubscribeMessage message) {
        MqttProperties properties = message.idAndPropertiesVariableHeader().properties();
        Integer id = Packets.number(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER);
        List<Integer> ids = id == null ? List.of() : List.of(id);
        List<Integer> codes = new ArrayList<>();
        List<Outbound> retained = new ArrayList<>();
        for (MqttTopicSubscription each : message.payload().topicSubscriptions()) {
            codes.add(codes.size() < FILTERS ? subscribe(each, ids, retained) : code(SubAck.QUOTA_EXCEEDED));
        }
        Wire.send(context, Packets.subscribed(message.variableHeader().messageId(), codes));
        retained.forEach(session::send);
    }

    private int subscribe(MqttTopicSubscription asked, List<Integer> ids, List<Outbound> retained) {
        String filter = asked.topicFilter();
        MqttSubscriptionOption option = asked.option();
        if (filter.startsWith(SHARED)) {
            return code(SubAck.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
        }
        if (!isValid(filter)) {
            return code(SubAck.TOPIC_FILTER_INVALID);
        }
        boolean fresh = !session.has(filter);
        if (!session.add(filter, FILTERS)) {
            return code(SubAck.QUOTA_EXCEEDED);
        }
        int qos = Math.min(option.qos().value(), BEST_QOS);
        hub.router()
                .tree()
                .add(filter, new Subscription(session, qos, option.isNoLocal(), option.isRetainAsPublished(), ids));
        boolean wanted = option.retainHandling() == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                || (fresh && option.retainHandling() == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS);
        if (wanted) {
            hub.router().retained().matching(filter).stream()
                    .limit(Math.max(0, hub.settings().get().limits().queueMessages() - retained.size()))
                    .forEach(each -> retained.add(new Outbound(each, Math.min(qos, each.qos()), true, ids)));
        }
        return qos;
    }

    private static boolean isValid(String filter) {
        try {
            Topics.requireFilter(filter);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return filter.chars().filter(c -> c == '/').count() < LEVELS;
    }

    private int code(SubAck reason) {
        return version5 ? reason.byteValue() & 0xff : FAILURE;
    }

    void unsubscribe(MqttUnsubscribeMessage message) {
        List<Short> codes = new ArrayList<>();
        for (String filter : message.payload().topics()) {
            boolean there = session.remove(filter);
            if (there) {
                hub.router().tree().remove(filter, session);
            }
            codes.add((short) (there ? UnsubAck.SUCCESS : UnsubAck.NO_SUBSCRIPTION_EXISTED).byteValue());
        }
        // The answer of MQTT 3.1.1 has no codes.
        List<Short> said = version5 ? codes : List.of();
        Wire.send(context, Packets.unsubscribed(message.variableHeader().messageId(), said));
    }
}
