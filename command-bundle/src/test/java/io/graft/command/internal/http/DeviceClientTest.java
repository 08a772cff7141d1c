package io.graft.command.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.command.internal.http.DeviceClient.Call;
import io.graft.command.internal.http.DeviceClient.Limits;
import io.graft.command.internal.http.ExchangeException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of device services that do what they should not. */
@Timeout(60)
class DeviceClientTest {

    private static final Limits LIMITS = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1 << 20);
    private static final Limits SHORT = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20);

    private final RawServer server = new RawServer();
    private final DeviceClient client = new DeviceClient(
            () -> {
                throw new AssertionError("no TLS here");
            },
            Duration.ofHours(1));

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static Call get() {
        return new Call("GET", "/a?b=c", Map.of("X-Correlation-ID", "x\r\ny"), null);
    }

    private static Call put(int bytes) {
        return new Call("PUT", "/a", Map.of(), new byte[bytes]);
    }

    private Answer send(Call call) throws ExchangeException {
        return client.send(server.address(), call, LIMITS);
    }

    private static void assertFails(ThrowingCallable call, Kind kind, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void connectionsAreKeptAndUsedAgain() throws ExchangeException {
        for (int i = 0; i < 5; i++) {
            assertThat(text(send(get()))).isEqualTo("{}");
            assertThat(send(put(10)).status()).isEqualTo(200);
        }
        assertThat(client.connections()).isEqualTo(1);
        assertThat(server.asked).hasSize(10).startsWith("GET /a?b=c HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde"
            })
    void answersOfAllFormsAreRead(String answer) throws ExchangeException {
        server.answers(answer);
        assertThat(text(send(get()))).isEqualTo("abcde");
        assertThat(text(send(get()))).isEqualTo("abcde");
        assertThat(client.connections()).isEqualTo(1);
    }

    @Test
    void whatComesAfterAnAnswerIsNotTakenForTheNext() throws ExchangeException {
        server.answers(RawServer.ok("first") + RawServer.ok("more"));
        assertThat(text(send(get()))).isEqualTo("first");
        server.answers(RawServer.ok("second"));
        assertThat(text(send(get()))).isEqualTo("second");
        assertThat(client.connections()).isEqualTo(1);
    }

    @Test
    void answersThatEndWithTheConnectionAreRead() throws ExchangeException {
        server.answers((socket, out) -> {
            RawServer.write(out, "HTTP/1.0 200 OK\r\n\r\nabcde");
            socket.close();
        });
        assertThat(text(send(get()))).isEqualTo("abcde");
        assertThat(client.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 99 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
            })
    void answersThatCanNotBeTakenAreToldFromNone(String answer) {
        server.answers(answer);
        assertFails(() -> send(get()), Kind.BAD_ANSWER, "the device service at http://127.0.0.1:" + server.port());
        assertThat(client.connections()).isZero();
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        server.answers((socket, out) -> {
            RawServer.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                RawServer.write(out, "1000\r\n" + "x".repeat(4096) + "\r\n");
            }
        });
        assertFails(() -> send(get()), Kind.BAD_ANSWER, "longer than 1048576 bytes (max.answer.size)");
        assertThat(client.free()).isEqualTo(48L << 20);
    }

    @Test
    void aLineWithoutEndIsCutOff() {
        server.answers((socket, out) -> {
            while (true) {
                RawServer.write(out, "x".repeat(4096));
            }
        });
        assertFails(() -> send(get()), Kind.BAD_ANSWER, "a line longer than 8192");
    }

    /** The connection is there already, so that only the answer can be late. */
    private void assertLate(Call call, RawServer.Script script, String... words) throws ExchangeException {
        server.answers(RawServer.ok("{}"));
        send(get());
        server.answers(script);
        assertFails(() -> client.send(server.address(), call, SHORT), Kind.NO_ANSWER, words);
        assertThat(client.connections()).isZero();
    }

    @Test
    void noAnswerIsWaitedForLongerThanIsAllowed() throws ExchangeException {
        assertLate(get(), (socket, out) -> {}, "did not answer within 1000 ms");
        assertLate(
                put(1),
                (socket, out) -> {},
                "did not answer within 1000 ms; whether the device has done it is not known");
    }

    @Test
    void anAnswerThatTricklesIsNotWaitedForLongerEither() throws ExchangeException {
        CountDownLatch never = new CountDownLatch(1);
        assertLate(
                get(),
                (socket, out) -> {
                    RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    trickle(socket, out, never);
                },
                "did not answer within 1000 ms");
    }

    private static void trickle(Socket socket, OutputStream out, CountDownLatch never) throws IOException {
        try {
            while (!never.await(20, TimeUnit.MILLISECONDS) && !socket.isClosed()) {
                RawServer.write(out, "x");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServiceThatTakesNoBodyIsNotWaitedForLongerEither() throws IOException {
        try (java.net.ServerSocket deaf = new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            BaseAddress address = BaseAddress.of("http://127.0.0.1:" + deaf.getLocalPort());
            assertFails(() -> client.send(address, put(16 << 20), SHORT), Kind.NO_ANSWER, "within 1000 ms");
        }
    }

    @Test
    void aServiceThatIsNotThereIsSaidToBe() throws IOException {
        try (Socket notListening = new Socket()) {
            notListening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            BaseAddress address = BaseAddress.of("http://127.0.0.1:" + notListening.getLocalPort());
            assertFails(() -> client.send(address, put(1), LIMITS), Kind.NO_ANSWER, "can't be reached", "refused");
        }
    }

    @Test
    void aHostThatIsNotKnownIsSaidToBe() {
        assertFails(
                () -> client.send(BaseAddress.of("http://no-such-host.invalid:1"), get(), LIMITS),
                Kind.NO_ANSWER,
                "can't be reached",
                "no-such-host.invalid is not known");
    }

    @Test
    void aConnectionThatBreaksMeansAnUnknownOutcomeOfAWrite() {
        server.answers((socket, out) -> {
            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Le");
            socket.setSoLinger(true, 0);
            socket.close();
        });
        assertFails(() -> send(put(1)), Kind.NO_ANSWER, "broke the connection", "not known");
        assertFails(() -> send(get()), Kind.NO_ANSWER, "broke the connection");
        assertThat(server.asked).as("what had begun is not asked twice").hasSize(2);
    }

    @Test
    void aRestartBetweenTwoCommandsIsNotNoticed() throws ExchangeException {
        send(get());
        server.drop();
        await().until(() -> {
            client.dropIdle();
            return client.connections() == 0;
        });

        assertThat(send(put(1)).status()).isEqualTo(200);
        server.drop();
        assertThat(send(get()).status()).isEqualTo(200);
    }

    @Test
    void aReadWhoseKeptConnectionBreaksIsSentAgainAndAWriteIsNot() throws ExchangeException {
        send(get());
        server.answers((socket, out) -> {
            server.answers(RawServer.ok("again"));
            socket.close();
        });
        assertThat(text(send(get()))).isEqualTo("again");

        server.answers((socket, out) -> socket.close());
        assertFails(() -> send(put(1)), Kind.NO_ANSWER, "not known");
        assertThat(server.asked).hasSize(4);
    }

    @Test
    void largeAnswersCountAgainstTheBudgetUntilTheyAreClosed() throws ExchangeException {
        server.answers(RawServer.ok("x".repeat(1 << 20)));
        long free = client.free();
        Answer answer = send(get());
        assertThat(client.free()).isEqualTo(free - (1 << 20));
        Answer[] more = new Answer[47];
        for (int i = 0; i < more.length; i++) {
            more[i] = send(get());
        }
        assertFails(() -> send(get()), Kind.GIVEN_UP, "too many large answers");
        answer.close();
        answer.close();
        send(get()).close();
        for (Answer each : more) {
            each.close();
        }
        assertThat(client.free()).isEqualTo(free);
    }

    @Test
    void whatRunsEndsWhenTheClientIsClosedAndNoThreadStays() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        server.answers((socket, out) -> reached.countDown());
        CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> {
            try {
                return send(put(1));
            } catch (ExchangeException e) {
                throw new CompletionException(e);
            }
        });
        reached.await();

        client.close();

        assertThatThrownBy(running::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("core-command is being stopped")
                .hasMessageContaining("not known");
        assertFails(() -> send(get()), Kind.GIVEN_UP, "core-command is being stopped");
        assertThat(client.connections()).isZero();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("graft-command-deadline")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://a",
                "http://",
                "http:///x",
                "a b",
                "//host",
                "http://me:pw@host",
                "http://host:65536",
                ""
            })
    void otherAddressesAreRefused(String address) {
        assertThatThrownBy(() -> BaseAddress.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + address + "'");
    }

    @Test
    void addressesHavePortsPathsAndSixthVersions() {
        assertThat(BaseAddress.of("HTTP://host/")).isEqualTo(new BaseAddress(false, "host", 80, ""));
        assertThat(BaseAddress.of("https://host:1/a/b/")).isEqualTo(new BaseAddress(true, "host", 1, "/a/b"));
        assertThat(BaseAddress.of("http://[::1]:5").authority()).isEqualTo("[::1]:5");
    }
}
