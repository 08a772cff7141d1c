package io.graft.benchmarks.internal.mqtt;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Welcomes clients, acknowledges what they publish, and remembers it. */
final class StubBroker implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> published = new CopyOnWriteArrayList<>();

    StubBroker() throws IOException {
        start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Topics and payloads, in the order in which they came. */
    List<String> published() {
        return published;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // the test has ended
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                int type = in.readUnsignedByte();
                int length = 0;
                int shift = 0;
                int digit;
                do {
                    digit = in.readUnsignedByte();
                    length |= (digit & 127) << shift;
                    shift += 7;
                } while (digit > 127);
                byte[] body = in.readNBytes(length);
                switch (type & 0xF0) {
                    case 0x10 -> out.write(new byte[] {0x20, 2, 0, 0});
                    case 0x80 -> out.write(new byte[] {(byte) 0x90, 3, body[0], body[1], 1});
                    case 0x30 -> publication(out, type, body);
                    default -> throw new IOException("type " + type);
                }
            }
        } catch (EOFException | SocketException e) {
            // the client has gone
        } catch (IOException e) {
            published.add(e.toString());
        }
    }

    private void publication(OutputStream out, int type, byte[] body) throws IOException {
        int topic = (body[0] & 0xFF) << 8 | (body[1] & 0xFF);
        int at = 2 + topic;
        boolean once = (type & 6) == 0;
        int payload = once ? at : at + 2;
        published.add(new String(body, 2, topic, StandardCharsets.UTF_8) + " "
                + new String(body, payload, body.length - payload, StandardCharsets.UTF_8));
        if (!once) {
            out.write(new byte[] {0x40, 2, body[at], body[at + 1]});
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "stub-broker");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
