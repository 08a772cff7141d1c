package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.route.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import java.util.Set;

/** The packets that the broker sends, and properties of MQTT 5. */
final class Packets {

    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBCOMP = 0x70;

    private static final Set<Integer> PASSED_ON = Set.of(
            MqttProperties.PAYLOAD_FORMAT_INDICATOR,
            MqttProperties.CONTENT_TYPE,
            MqttProperties.RESPONSE_TOPIC,
            MqttProperties.CORRELATION_DATA,
            MqttProperties.USER_PROPERTY);
    /** Fixed header, lengths, identifiers and the small properties, generously. */
    private static final int OVERHEAD = 64;

    private Packets() {}

    /** Adds an acknowledgement that all is well, which is the same in all versions. */
    static void acknowledge(ByteBuf out, int type, int packetId) {
        out.writeByte(type).writeByte(2).writeShort(packetId);
    }

    /** The properties that go on to subscribers. */
    static MqttProperties passedOn(MqttProperties received) {
        if (received.isEmpty()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties passed = new MqttProperties();
        for (MqttProperty<?> each : received.listAll()) {
            if (PASSED_ON.contains(each.propertyId())) {
                passed.add(each);
            }
        }
        return passed;
    }

    static Integer number(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof IntegerProperty number ? number.value() : null;
    }

    static MqttPublishMessage publish(Outbound message, boolean version5) {
        Publication publication = message.publication;
        MqttFixedHeader fixed = new MqttFixedHeader(
                MqttMessageType.PUBLISH,
                message.repeated && message.qos > 0,
                MqttQoS.valueOf(message.qos),
                message.retain,
                0);
        MqttProperties properties = version5 ? properties(message) : MqttProperties.NO_PROPERTIES;
        return new MqttPublishMessage(
                fixed,
                new MqttPublishVariableHeader(publication.message().topic(), message.packetId, properties),
                Unpooled.wrappedBuffer(publication.message().payload()));
    }

    private static MqttProperties properties(Outbound message) {
        Publication publication = message.publication;
        boolean expires = publication.expires() != Long.MAX_VALUE;
        if (!expires && message.ids.isEmpty()) {
            return publication.properties();
        }
        MqttProperties properties = new MqttProperties();
        publication.properties().listAll().forEach(properties::add);
        if (expires) {
            properties.add(new IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, publication.secondsLeft()));
        }
        message.ids.forEach(id -> properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, id)));
        return properties;
    }

    /** How large a packet will be at most. */
    static long size(Publication publication) {
        return OVERHEAD + (long) ByteBufUtil.utf8MaxBytes(publication.message().topic()) + publication.weight();
    }

    static MqttMessage subscribed(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    static MqttMessage unsubscribed(int packetId, List<Short> codes) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes));
    }

    static MqttMessage disconnect(Disconnect reason) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader(reason.byteValue(), MqttProperties.NO_PROPERTIES));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
