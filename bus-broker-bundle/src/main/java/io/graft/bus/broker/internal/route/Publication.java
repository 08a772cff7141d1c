package io.graft.bus.broker.internal.route;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.netty.handler.codec.mqtt.MqttProperties;
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

    public int size() {
        return message.payload().length;
    }

    public boolean expired() {
        return expires != Long.MAX_VALUE && expires - System.nanoTime() <= 0;
    }

    /** The seconds that are left, for what expires. */
    public int secondsLeft() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(expires - System.nanoTime()));
    }
}
