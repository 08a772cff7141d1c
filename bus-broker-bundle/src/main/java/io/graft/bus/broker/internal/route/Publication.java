package io.graft.bus.broker.internal.route;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import java.util.concurrent.TimeUnit;

/**
 * A message on its way.
 *
 * @param message topic, payload and quality, which is at least once also for what was published exactly once
 * @param publisher the client's id; empty for the gateway itself
 * @param retain whether the publisher asked for it to be retained
 * @param properties those of MQTT 5 that go on to subscribers
 * @param expires when it does, in terms of {@link System#nanoTime}; {@link Long#MAX_VALUE} for never
 */
public record Publication(
        BusMessage message, String publisher, Origin origin, boolean retain, MqttProperties properties, long expires) {

    /** Without properties. */
    public static Publication plain(BusMessage message, String publisher, Origin origin) {
        return new Publication(message, publisher, origin, false, MqttProperties.NO_PROPERTIES, Long.MAX_VALUE);
    }

    /** The quality as MQTT numbers it, 0 or 1. */
    public int qos() {
        return message.qos() == Qos.AT_MOST_ONCE ? 0 : 1;
    }

    /** The bytes of its payload. */
    public int size() {
        return message.payload().length;
    }

    /** The bytes of its payload and its properties: what counts where memory is bounded. */
    public long weight() {
        long weight = size();
        for (MqttProperty<?> each : properties.listAll()) {
            weight += weight(each);
        }
        return weight;
    }

    private static long weight(MqttProperty<?> property) {
        if (property instanceof UserProperties all) {
            long weight = 0;
            for (var pair : all.value()) {
                weight += 5L + ByteBufUtil.utf8MaxBytes(pair.key) + ByteBufUtil.utf8MaxBytes(pair.value);
            }
            return weight;
        }
        if (property instanceof UserProperty one) {
            return 5L + ByteBufUtil.utf8MaxBytes(one.value().key) + ByteBufUtil.utf8MaxBytes(one.value().value);
        }
        if (property instanceof StringProperty text) {
            return 3L + ByteBufUtil.utf8MaxBytes(text.value());
        }
        return property instanceof BinaryProperty binary ? 3L + binary.value().length : 5;
    }

    public boolean expired() {
        return expires != Long.MAX_VALUE && expires - System.nanoTime() <= 0;
    }

    /** The seconds that are left, for what expires. */
    public int secondsLeft() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(expires - System.nanoTime()));
    }
}
