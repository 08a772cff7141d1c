package io.graft.device.sdk.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept connection to an HTTP/1.1 server, with one deadline for a whole exchange. The JDK's {@code java.net.http}
 * would cost 25 MB of memory, and its {@code HttpURLConnection} knows no PATCH. Used by one thread; only {@link #close}
 * may come from another.
 */
final class HttpLink implements AutoCloseable {

    private static final int MAX_LINE = 8 << 10;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_BODY = 4 << 20;

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body the whole body
     */
    record Answer(int status, String body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /** The server closed a kept connection before it said anything: no answer to this request. */
    private static final class Stale extends IOException {
        private static final long serialVersionUID = 1L;

        Stale(Throwable cause) {
            super("the connection was closed before an answer", cause);
        }
    }

    private final String host;
    private final int port;
    private final String basePath;
    private final Duration timeout;
    private volatile boolean closed;
    private volatile Socket socket;
    private InputStream in;
    private long deadline;

    /**
     * @param base {@code http://host:port}, with a path in front of all others or without
     * @param timeout for a whole exchange
     * @throws IllegalArgumentException if the address is another one
     */
    HttpLink(String base, Duration timeout) {
        URI uri = URI.create(base);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("address '" + base + "' is not http://host:port");
        }
        host = uri.getHost();
        port = uri.getPort() < 0 ? 80 : uri.getPort();
        basePath = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/$", "");
        this.timeout = timeout;
    }

    /**
     * Sends a request and reads the answer. A request whose kept connection turns out to be closed is sent a second time:
     * it must be one that may be repeated.
     *
     * @param path the path, encoded
     * @param json the body, or null for none
     * @throws IOException if the server can't be reached, does not answer in time or does not speak HTTP
     */
    Answer send(String method, String path, byte[] json) throws IOException {
        return send(method, path, json, "application/json");
    }

    /** As {@link #send(String, String, byte[])}, with a body of another content type. */
    Answer send(String method, String path, byte[] body, String contentType) throws IOException {
        deadline = System.nanoTime() + timeout.toNanos();
        try {
            boolean kept = socket != null;
            try {
                return exchange(method, path, body, contentType);
            } catch (Stale e) {
                if (!kept) {
                    throw e;
                }
                disconnect();
                return exchange(method, path, body, contentType);
            }
        } catch (IOException e) {
            disconnect();
            String what = e instanceof SocketTimeoutException
                    ? "no answer within " + timeout.toMillis() + " ms"
                    : e.getMessage();
            throw new IOException("http://" + host + ":" + port + ": " + what, e);
        }
    }

    /** Ends a running exchange and all later ones. */
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private Answer exchange(String method, String path, byte[] body, String contentType) throws IOException {
        String statusLine;
        connect();
        try {
            write(method, path, body, contentType);
            statusLine = line();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new Stale(e);
        }
        int status = status(statusLine);
        Map<String, String> headers = headers();
        while (status / 100 == 1) {
            status = status(line());
            headers = headers();
        }
        boolean bodiless = status == 204 || status == 304;
        String content = bodiless ? "" : body(headers);
        if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            disconnect();
        }
        return new Answer(status, content);
    }

    private void connect() throws IOException {
        if (socket == null) {
            Socket fresh = new Socket();
            socket = fresh;
            // Asked after the socket can be seen by close(), so that one of the two closes it.
            if (closed) {
                disconnect();
                throw new IOException("closed");
            }
            fresh.setTcpNoDelay(true);
            fresh.connect(new InetSocketAddress(host, port), left());
            in = new BufferedInputStream(fresh.getInputStream());
        }
    }

    private void disconnect() {
        Socket old = socket;
        socket = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException e) {
                // The connection is given up either way.
            }
        }
    }

    private void write(String method, String path, byte[] body, String contentType) throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(basePath)
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append(':')
                .append(port)
                .append("\r\nAccept: application/json\r\n");
        if (body != null) {
            head.append("Content-Type: ")
                    .append(contentType)
                    .append("\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + 2 + (body == null ? 0 : body.length));
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (body != null) {
            message.writeBytes(body);
        }
        OutputStream out = live().getOutputStream();
        message.writeTo(out);
        out.flush();
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("'" + line + "' is no HTTP answer");
        }
        return Integer.parseInt(words[1]);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() > MAX_HEADERS) {
                throw new IOException("the answer has a header that is none, or more than " + MAX_HEADERS);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String body(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (int size = chunkSize(line()); size > 0; size = chunkSize(line())) {
                take(size, body);
                line();
            }
            headers();
        } else {
            take(length(headers), body);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static int chunkSize(String line) throws IOException {
        return size(line.split(";", 2)[0], 16);
    }

    private static int length(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length == null) {
            throw new IOException("the answer does not say how long it is");
        }
        return size(length, 10);
    }

    private static int size(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text.strip(), radix);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new IOException("'" + text + "' is no length", e);
        }
        throw new IOException("'" + text + "' is no length");
    }

    private void take(int size, ByteArrayOutputStream body) throws IOException {
        if (size > MAX_BODY - body.size()) {
            throw new IOException("the answer is longer than " + MAX_BODY + " bytes");
        }
        byte[] buffer = new byte[Math.min(size, MAX_LINE)];
        for (int left = size; left > 0; ) {
            live().setSoTimeout(left());
            int read = in.read(buffer, 0, Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the answer ends early");
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            live().setSoTimeout(left());
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the answer ends early");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("the answer has a line longer than " + MAX_LINE);
            }
        }
    }

    private Socket live() throws IOException {
        Socket now = socket;
        if (now == null) {
            throw new IOException("closed");
        }
        return now;
    }

    private int left() throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("deadline");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
