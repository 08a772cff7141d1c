package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLinkTest {

    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aKeptConnectionThatTheServerHasClosedIsOpenedAgain() throws IOException {
        answerEachConnectionOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        try (HttpLink link = link(5000)) {
            assertThat(link.send("GET", "/a", null).body()).isEqualTo("hi");
            assertThat(link.send("PATCH", "/b", new byte[] {'x'}).body()).isEqualTo("hi");
        }
        assertThat(requestLines).containsExactly("GET /base/a HTTP/1.1", "PATCH /base/b HTTP/1.1");
    }

    @Test
    void everyWayToEndABodyIsUnderstood() throws IOException {
        answerEachConnectionOnce(String.join(
                "\r\n",
                List.of(
                        "HTTP/1.1 100 Continue",
                        "",
                        "HTTP/1.1 207 Multi",
                        "transfer-encoding: chunked",
                        "",
                        "3;x=y",
                        "h\u00c3\u00a4",
                        "A",
                        "0123456789",
                        "0",
                        "Trailer: x",
                        "",
                        "")));
        try (HttpLink link = link(5000)) {
            HttpLink.Answer answer = link.send("GET", "/", null);
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.body()).isEqualTo("hä0123456789");
        }
        stop();
        start();
        answerEachConnectionOnce("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        try (HttpLink link = link(5000)) {
            assertThat(link.send("DELETE", "/", null)).isEqualTo(new HttpLink.Answer(204, ""));
        }
    }

    @Test
    void whatIsNotHttpIsAnError() throws IOException {
        for (String answer : new String[] {
            "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 999 x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
            "HTTP/1.1 200 OK\r\n\r\nhow long?",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 " + "x".repeat(9000),
            ""
        }) {
            answerEachConnectionOnce(answer);
            try (HttpLink link = link(5000)) {
                assertThatThrownBy(() -> link.send("GET", "/", null)).as(answer).isInstanceOf(IOException.class);
            }
            stop();
            start();
        }
    }

    @Test
    void anAnswerThatTricklesInHasTheSameDeadline() {
        Thread trickle = new Thread(() -> {
            try (Socket socket = server.accept()) {
                while (!server.isClosed()) {
                    socket.getOutputStream().write('H');
                    socket.getOutputStream().flush();
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        trickle.setDaemon(true);
        trickle.start();
        try (HttpLink link = link(100)) {
            assertThatThrownBy(() -> link.send("GET", "/", null)).hasMessageContaining("100 ms");
        }
    }

    private HttpLink link(long timeoutMillis) {
        return new HttpLink("http://127.0.0.1:" + server.getLocalPort() + "/base/", Duration.ofMillis(timeoutMillis));
    }

    private void answerEachConnectionOnce(String answer) {
        ServerSocket listening = server;
        Thread thread = new Thread(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    requestLines.add(head(socket.getInputStream()));
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    // The test has ended, or the link has refused the answer.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            text.append((char) c);
        }
        return text.toString().lines().findFirst().orElse("");
    }
}
