package io.graft.benchmarks.internal.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;

/** A connection to a broker on which one waits for packets. Used by one thread, and closed by any. */
public final class MqttSocket implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER).flip();
    private final LongAdder received = new LongAdder();

    /** Connects. */
    public MqttSocket(InetSocketAddress broker, String client) throws IOException {
        channel = connect(broker, client);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** A connection on which the broker has welcomed the client. */
    static SocketChannel connect(InetSocketAddress broker, String client) throws IOException {
        SocketChannel opened = SocketChannel.open();
        try {
            opened.socket().connect(broker, 5_000);
            opened.write(ByteBuffer.wrap(Packets.connect(client)));
            ByteBuffer welcome = ByteBuffer.allocate(4);
            while (welcome.hasRemaining()) {
                if (opened.read(welcome) < 0) {
                    throw new EOFException("the broker at " + broker + " has closed the connection of " + client);
                }
            }
            if ((welcome.get(0) & 0xF0) != Packets.CONNACK || welcome.get(3) != 0) {
                throw new IOException("the broker at " + broker + " refuses " + client + ": code " + welcome.get(3));
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Publishes at least once and waits for the acknowledgement. */
    public void publish(String topic, String payload) throws IOException {
        byte[] packet = Packets.publish(topic, 1, payload);
        packet[Packets.identifierAt(packet, 0) + 1] = 1;
        send(packet);
        expect(Packets.PUBACK);
    }

    /** Subscribes, and acknowledges everything that comes until this is closed. */
    public void acknowledgeAll(String filter, Runnable subscribed) throws IOException {
        send(Packets.subscribe(filter, 1));
        expect(Packets.SUBACK);
        subscribed.run();
        ByteBuffer answers = ByteBuffer.allocate(BUFFER);
        while (channel.isOpen()) {
            int start = next();
            int type = in.get(start) & 0xFF;
            if ((type & 0xF0) == Packets.PUBLISH && (type & 0x06) != 0) {
                int at = Packets.identifierAt(in.array(), start);
                received.increment();
                answers.put(Packets.puback((in.get(at) & 0xFF) << 8 | (in.get(at + 1) & 0xFF)));
            }
            if (!whole() || answers.remaining() < 4) {
                channel.write(answers.flip());
                answers.clear();
            }
        }
    }

    /** How much {@link #acknowledgeAll} has acknowledged; may be asked by any thread. */
    public long received() {
        return received.sum();
    }

    private void send(byte[] packet) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(packet);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private void expect(int type) throws IOException {
        int found = in.get(next()) & 0xF0;
        if (found != type) {
            throw new IOException("the broker sent a packet of type " + found + " in place of one of type " + type);
        }
    }

    /** Waits for the next whole packet and passes over it; gives its index. */
    private int next() throws IOException {
        while (!whole()) {
            in.compact();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException("the broker has closed the connection");
            }
        }
        int start = in.position();
        in.position(start + length());
        return start;
    }

    private boolean whole() {
        int length = length();
        return length > 0 && in.remaining() >= length;
    }

    /** How many bytes the packet has that begins at the position; 0 if that is not there yet. */
    private int length() {
        int body = 0;
        for (int i = 1; i < in.remaining(); i++) {
            byte digit = in.get(in.position() + i);
            body |= (digit & 127) << (7 * (i - 1));
            if (digit >= 0) {
                return 1 + i + body;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
