package io.graft.rest.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP/1.1 connection of which a test decides every byte. */
final class RawHttp implements AutoCloseable {

    /** An answer as it came. */
    record Answer(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    }

    /** Sends a request on a connection of its own. */
    static Answer once(int port, String method, String target, String body, String... headers) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            return http.exchange(method, target, body, headers);
        }
    }

    Answer exchange(String method, String target, String body, String... headers) throws IOException {
        return exchange(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer exchange(String method, String target, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        send(request.toByteArray());
        return answer(method.equals("HEAD"));
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    Answer answer() throws IOException {
        return answer(false);
    }

    /** Says that nothing more will be sent. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Whether the server has closed the connection. */
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private Answer answer(boolean head) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = new byte[0];
        if (!head && status != 204) {
            body = "chunked".equals(headers.get("transfer-encoding"))
                    ? chunks()
                    : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            byte[] chunk = new byte[size];
            in.readFully(chunk);
            body.writeBytes(chunk);
            if (!line().isEmpty()) {
                throw new IOException("a chunk without an end");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        InputStream from = in;
        for (int b = from.read(); b != '\n'; b = from.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended in a line: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
