package io.graft.itests.load;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A device's connection to an MQTT broker on loopback, with one message under way at a time. Used by one thread. */
final class MqttDevice implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH_AT_LEAST_ONCE = 0x32;
    private static final int PUBACK = 0x40;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    MqttDevice(int port, String client) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF("MQTT");
        fields.writeByte(4);
        fields.writeByte(2);
        fields.writeShort(0);
        fields.writeUTF(client);
        send(CONNECT, body.toByteArray());
        expect(CONNACK, 0);
    }

    /** Publishes at least once, and returns when the broker has acknowledged it. */
    void publish(String topic, String message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(body);
        fields.writeUTF(topic);
        fields.writeShort(1);
        fields.write(message.getBytes(StandardCharsets.UTF_8));
        send(PUBLISH_AT_LEAST_ONCE, body.toByteArray());
        expect(PUBACK, 1);
    }

    private void send(int type, byte[] body) throws IOException {
        out.writeByte(type);
        int rest = body.length;
        do {
            out.writeByte(rest > 127 ? (rest & 127) | 128 : rest);
            rest >>= 7;
        } while (rest > 0);
        out.write(body);
        out.flush();
    }

    private void expect(int type, int value) throws IOException {
        int found = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        int says = in.readUnsignedShort();
        if (found != type || length != 2 || says != value) {
            throw new IOException("the broker answered " + found + ", " + length + ", " + says);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
