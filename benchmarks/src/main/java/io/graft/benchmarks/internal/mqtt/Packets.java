package io.graft.benchmarks.internal.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few packets of MQTT 3.1.1 that a load needs. */
public final class Packets {

    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;

    private static final int CONNECT = 0x10;
    private static final int SUBSCRIBE = 0x82;
    private static final int CLEAN_SESSION = 2;
    private static final int LEVEL = 4;

    private Packets() {}

    /** Of a client that wants no session, and is never asked for a sign of life. */
    static byte[] connect(String client) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(LEVEL);
        body.write(CLEAN_SESSION);
        number(body, 0);
        text(body, client);
        return packet(CONNECT, body);
    }

    static byte[] subscribe(String filter, int qos) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        number(body, 1);
        text(body, filter);
        body.write(qos);
        return packet(SUBSCRIBE, body);
    }

    static byte[] puback(int id) {
        return new byte[] {(byte) PUBACK, 2, (byte) (id >> 8), (byte) id};
    }

    /** With the packet identifier 0, at {@link #identifierAt}. */
    public static byte[] publish(String topic, int qos, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        if (qos > 0) {
            number(body, 0);
        }
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(PUBLISH | (qos << 1), body);
    }

    /** Where the packet identifier of a publication is, or would be. */
    static int identifierAt(byte[] publication, int start) {
        int topic = start + 1;
        while (publication[topic] < 0) {
            topic++;
        }
        topic++;
        return topic + 2 + ((publication[topic] & 0xFF) << 8 | (publication[topic + 1] & 0xFF));
    }

    private static byte[] packet(int type, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream(body.size() + 5);
        packet.write(type);
        int rest = body.size();
        do {
            packet.write(rest > 127 ? (rest & 127) | 128 : rest);
            rest >>= 7;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.write(number >> 8);
        out.write(number);
    }
}
