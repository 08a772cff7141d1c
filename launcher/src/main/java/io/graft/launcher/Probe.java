package io.graft.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a server of this machine over plain HTTP: a JDK client would cost the gateway memory for one question. */
final class Probe {
    private static final int TIMEOUT_MS = 2_000;
    private static final int LONGEST_ANSWER = 16_384;

    private Probe() {}

    /**
     * An answer.
     *
     * @param status the HTTP status; 0 if nobody answers
     * @param body what was said
     */
    record Answer(int status, String body) {}

    static Answer get(Port port, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(port.localHost()), port.number()), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            String request = "GET " + path + " HTTP/1.0\r\nHost: " + port.address() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            String[] words = answer.split(" ", 3);
            int body = answer.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(words[1]), body < 0 ? "" : answer.substring(body + 4));
        } catch (IOException | RuntimeException e) {
            return new Answer(0, String.valueOf(e.getMessage()));
        }
    }
}
