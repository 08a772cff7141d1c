package io.graft.benchmarks.internal.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One client's connection to the broker, with many publications under way. Used by the one thread of the load. */
final class Publisher {

    /** Takes notice of acknowledgements. */
    @FunctionalInterface
    interface Acknowledged {
        void accept(long number, long since);
    }

    private static final int BUFFER = 64 * 1024;
    private static final int LARGEST = 4 * 1024;
    private static final int PUBACK_LENGTH = 4;

    private final PublishSpec spec;
    private final String name;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final long[] numbers;
    private final long[] since;
    private final int[] free;
    private int freeCount;
    private SocketChannel channel;
    private SelectionKey key;

    Publisher(PublishSpec spec, String name) {
        this.spec = spec;
        this.name = name;
        this.numbers = new long[spec.underWay()];
        this.since = new long[spec.underWay()];
        this.free = new int[spec.underWay()];
        for (int slot = 0; slot < free.length; slot++) {
            free[freeCount++] = slot;
        }
    }

    void connect(Selector selector) throws IOException {
        channel = MqttSocket.connect(spec.broker(), name);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Whether one more may be under way. */
    boolean hasRoom() {
        return freeCount > 0 && out.remaining() >= LARGEST;
    }

    /** Whether everything that was published has been sent and, at least once, acknowledged. */
    boolean done() {
        return out.position() == 0 && freeCount == free.length;
    }

    /** When the oldest that is under way was due; the present if there is none. */
    long oldest(long now) {
        boolean[] idle = new boolean[free.length];
        for (int i = 0; i < freeCount; i++) {
            idle[free[i]] = true;
        }
        long oldest = now;
        for (int slot = 0; slot < idle.length; slot++) {
            oldest = idle[slot] ? oldest : Math.min(oldest, since[slot]);
        }
        return oldest;
    }

    /** Takes a publication; it is sent with the next {@link #flush()}. */
    void publish(byte[] packet, int length, long number, long due) {
        if (spec.qos() > 0) {
            int slot = free[--freeCount];
            numbers[slot] = number;
            since[slot] = due;
            int at = Packets.identifierAt(packet, 0);
            packet[at] = (byte) ((slot + 1) >> 8);
            packet[at + 1] = (byte) (slot + 1);
        }
        out.put(packet, 0, length);
    }

    /** Sends as much as the connection takes now. */
    void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        out.flip();
        channel.write(out);
        out.compact();
        key.interestOps(out.position() > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Reads what has arrived, which is acknowledgements. */
    void receive(Acknowledged acknowledged) throws IOException {
        int read = channel.read(in);
        if (read < 0) {
            throw new EOFException("the broker has closed the connection of " + name);
        }
        in.flip();
        while (in.remaining() >= PUBACK_LENGTH) {
            int type = in.get() & 0xF0;
            int length = in.get();
            if (type != Packets.PUBACK || length != PUBACK_LENGTH - 2) {
                throw new IOException("the broker sent " + name + " a packet of type " + type + " that nobody expects");
            }
            int slot = (in.getShort() & 0xFFFF) - 1;
            free[freeCount++] = slot;
            acknowledged.accept(numbers[slot], since[slot]);
        }
        in.compact();
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
