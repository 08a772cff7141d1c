package io.graft.benchmarks.internal.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request under way. */
final class Connection {

    private final InetSocketAddress address;
    private final Selector selector;
    private final ByteBuffer out = ByteBuffer.allocateDirect(RequestSource.LARGEST_REQUEST);
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final ResponseParser response = new ResponseParser();
    private SocketChannel channel;
    private SelectionKey key;
    private boolean busy;
    private long since;
    private long sent;
    private long number;

    Connection(InetSocketAddress address, Selector selector) {
        this.address = address;
        this.selector = selector;
    }

    boolean open() {
        return channel != null;
    }

    boolean busy() {
        return busy;
    }

    /** The instant from which the latency of the request under way counts. */
    long since() {
        return since;
    }

    /** The instant at which the request under way was sent: later than it was due when the server is behind. */
    long sent() {
        return sent;
    }

    /** The number of the request under way. */
    long number() {
        return number;
    }

    ResponseParser response() {
        return response;
    }

    void connect() throws IOException {
        SocketChannel opened = SocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.socket().connect(address, 5_000);
            opened.configureBlocking(false);
            key = opened.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        busy = false;
    }

    /** The buffer for the next request, empty. */
    ByteBuffer request() {
        return out.clear();
    }

    /** Sends what {@link #request()} was filled with. */
    void send(long countedSince, long requestNumber) throws IOException {
        since = countedSince;
        sent = System.nanoTime();
        number = requestNumber;
        busy = true;
        response.reset();
        out.flip();
        flush();
    }

    void flush() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /**
     * Reads what has arrived.
     *
     * @return whether the answer is whole
     * @throws IOException if the connection failed, or ended without an answer
     */
    boolean receive() throws IOException {
        in.clear();
        int read;
        while ((read = channel.read(in)) > 0) {
            in.flip();
            if (!busy) {
                throw new IOException("the server sent " + in.remaining() + " bytes that nobody asked for");
            }
            if (response.feed(in)) {
                busy = false;
                return true;
            }
            in.clear();
        }
        if (read < 0) {
            if (busy && response.endOfStream()) {
                busy = false;
                return true;
            }
            throw new EOFException("the server closed the connection");
        }
        return false;
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            busy = false;
        }
    }
}
