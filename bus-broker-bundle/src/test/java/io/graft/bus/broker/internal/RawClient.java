package io.graft.bus.broker.internal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that writes packets byte by byte, so that it can do what no client library does. */
final class RawClient implements Closeable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;

    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /**
     * What the broker sent.
     *
     * @param type the kind of packet
     */
    @SuppressWarnings("ArrayRecordComponent") // packets are not compared
    record Packet(int type, int flags, byte[] body) {
        int number(int at) {
            return (body[at] & 0xff) << 8 | (body[at + 1] & 0xff);
        }
    }

    /** Connects with MQTT 3.1.1. */
    RawClient connect(String id, boolean clean, int keepAliveSeconds) throws IOException {
        write(0x10, connectBody(4, id, clean, keepAliveSeconds));
        return this;
    }

    /** Connects with MQTT 5, without properties. */
    RawClient connect5(String id) throws IOException {
        write(0x10, connectBody(5, id, true, 0));
        return this;
    }

    private static byte[] connectBody(int version, String id, boolean clean, int keepAliveSeconds) throws IOException {
        return body(body -> {
            text(body, "MQTT");
            body.writeByte(version);
            body.writeByte(clean ? 2 : 0);
            body.writeShort(keepAliveSeconds);
            if (version == 5) {
                body.writeByte(0);
            }
            text(body, id);
        });
    }

    /** Connects with a will. */
    RawClient connectWithWill(String id, String topic, String content) throws IOException {
        write(0x10, body(body -> {
            text(body, "MQTT");
            body.writeByte(4);
            body.writeByte(2 | 4 | 8);
            body.writeShort(0);
            text(body, id);
            text(body, topic);
            text(body, content);
        }));
        return this;
    }

    void subscribe(int packetId, String filter, int qos) throws IOException {
        write(0x82, body(body -> {
            body.writeShort(packetId);
            text(body, filter);
            body.writeByte(qos);
        }));
    }

    void publish(int packetId, String topic, byte[] payload, int qos, int moreFlags) throws IOException {
        write(0x30 | qos << 1 | moreFlags, body(body -> {
            text(body, topic);
            if (qos > 0) {
                body.writeShort(packetId);
            }
            body.write(payload);
        }));
    }

    void publish(int packetId, String topic, String content) throws IOException {
        publish(packetId, topic, content.getBytes(StandardCharsets.UTF_8), 1, 0);
    }

    void write(int header, byte[] body) throws IOException {
        out.writeByte(header);
        int length = body.length;
        do {
            out.writeByte(length % 128 | (length > 127 ? 128 : 0));
            length /= 128;
        } while (length > 0);
        out.write(body);
        out.flush();
    }

    void writeRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next packet; null at the end of the connection. */
    Packet read() throws IOException {
        int header = in.read();
        if (header < 0) {
            return null;
        }
        int length = 0;
        int digit;
        int shift = 0;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 127) << shift;
            shift += 7;
        } while (digit > 127);
        byte[] body = new byte[length];
        in.readFully(body);
        return new Packet(header >> 4, header & 15, body);
    }

    /** The next packet, which must be of this kind. */
    Packet read(int type) throws IOException {
        Packet packet = read();
        if (packet == null || packet.type() != type) {
            throw new AssertionError("expected a packet of type " + type + ", found "
                    + (packet == null ? "the end of the connection" : packet.type()));
        }
        return packet;
    }

    /** The next packet that is not of one kind; it must be of another. */
    Packet readBeyond(int skipped, int type) throws IOException {
        Packet packet = read();
        while (packet != null && packet.type() == skipped) {
            packet = read();
        }
        if (packet == null || packet.type() != type) {
            throw new AssertionError("expected a packet of type " + type + ", found "
                    + (packet == null ? "the end of the connection" : packet.type()));
        }
        return packet;
    }

    static byte[] body(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static void text(DataOutputStream body, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.writeShort(bytes.length);
        body.write(bytes);
    }

    interface Writing {
        void write(DataOutputStream body) throws IOException;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
