package io.graft.api.bus;

import java.util.Objects;

/**
 * A message. Nobody changes the bytes after the message was made: they are not copied.
 *
 * @param topic where it is published, without wildcards
 * @param payload the content
 * @param qos with which promise
 */
@SuppressWarnings("ArrayRecordComponent") // messages are passed on, not compared
public record BusMessage(String topic, byte[] payload, Qos qos) {

    /** @throws IllegalArgumentException if the topic is not one to publish to */
    public BusMessage {
        Topics.requireTopic(topic);
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(qos, "qos");
    }

    @Override
    public String toString() {
        return "BusMessage[" + topic + ", " + payload.length + " bytes, " + qos + "]";
    }
}
