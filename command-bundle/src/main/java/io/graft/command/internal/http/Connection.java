package io.graft.command.internal.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A connection to a device service. Used by one thread at a time; only {@link #close} may come from another. */
final class Connection implements AutoCloseable {

    private final BaseAddress address;
    private final SocketChannel channel;
    private InputStream in;
    private OutputStream out;
    private long idleSince;

    Connection(BaseAddress address) throws IOException {
        this.address = address;
        this.channel = SocketChannel.open();
    }

    BaseAddress address() {
        return address;
    }

    /** Connects; a handshake takes as long as {@link #close} lets it. */
    void connect(Duration timeout, Supplier<SSLSocketFactory> tls) throws IOException {
        InetSocketAddress to = new InetSocketAddress(address.host(), address.port());
        if (to.isUnresolved()) {
            throw new UnknownHostException("the host " + address.host() + " is not known");
        }
        Socket socket = channel.socket();
        socket.setTcpNoDelay(true);
        socket.connect(to, (int) timeout.toMillis());
        if (address.tls()) {
            SSLSocket secured = (SSLSocket) tls.get().createSocket(socket, address.host(), address.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            socket = secured;
        }
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    void write(byte[] message) throws IOException {
        out.write(message);
        out.flush();
    }

    InputStream in() {
        return in;
    }

    void idle(long now) {
        idleSince = now;
    }

    /** Whether it can still be used, without TLS: not idle for long, neither closed by the other side nor sent anything unasked. */
    boolean usable(long now, Duration maxIdle) {
        if (now - idleSince > maxIdle.toNanos()) {
            return false;
        }
        try {
            // What is left of the last answer would be taken for the next one's beginning.
            if (in.available() > 0) {
                return false;
            }
            channel.configureBlocking(false);
            int read = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return read == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }
}
