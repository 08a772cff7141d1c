package io.graft.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadDriverTest {

    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void countsEveryAnswerByItsStatus() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/", exchange -> answer(exchange, calls.incrementAndGet() % 10 == 0 ? 503 : 201, 5));

        LoadResult result = new LoadDriver(spec(8), times(1_000)).run();

        assertThat(result.statuses()).containsExactly(entry(201, 900L), entry(503, 100L));
        assertThat(result.answers()).isEqualTo(900);
        assertThat(result.errors(201)).isEqualTo(100);
        assertThat(result.lost()).isZero();
        assertThat(result.firstFault()).startsWith("status 503: xxxxx");
        assertThat(result.latency().getTotalCount()).isEqualTo(900);
    }

    @Test
    void readsChunkedBodies() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(201, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 50; i++) {
                    out.write(new byte[4_000]);
                    out.flush();
                }
            }
        });

        LoadResult result = new LoadDriver(spec(4), times(40)).run();

        assertThat(result.statuses()).containsExactly(entry(201, 40L));
        assertThat(result.errors(201)).isZero();
    }

    @Test
    void sendsLargeRequestsWhole() throws Exception {
        AtomicInteger received = new AtomicInteger();
        server.createContext("/", exchange -> {
            received.addAndGet(exchange.getRequestBody().readAllBytes().length);
            answer(exchange, 201, 0);
        });
        byte[] body = new byte[60_000];
        AtomicInteger left = new AtomicInteger(100);

        LoadResult result = new LoadDriver(spec(4), into -> {
                    into.put(("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII))
                            .put(body);
                    return left.getAndDecrement() > 0;
                })
                .run();

        assertThat(result.statuses()).containsExactly(entry(201, 100L));
        assertThat(received).hasValue(100 * 60_000);
    }

    @Test
    void aConnectionClosedInsteadOfAnAnswerIsLostAndOpenedAnew() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/", exchange -> {
            if (calls.incrementAndGet() % 10 == 0) {
                exchange.close();
            } else {
                answer(exchange, 201, 3);
            }
        });

        LoadResult result = new LoadDriver(spec(2), times(100)).run();

        assertThat(result.lost()).isEqualTo(10);
        assertThat(result.answers()).isEqualTo(90);
        assertThat(result.errors(201)).isEqualTo(10);
        assertThat(result.firstFault()).isNotEmpty();
    }

    @Test
    void aConnectionThatTheServerEndsAfterAnAnswerLosesNothing() throws Exception {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Connection", "close");
            answer(exchange, 201, 3);
        });

        LoadResult result = new LoadDriver(spec(2), times(50)).run();

        assertThat(result.answers()).isEqualTo(50);
        assertThat(result.lost()).isZero();
    }

    @Test
    void anAnswerThatNeverComesIsLostAfterThePatience() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> acceptAndNeverAnswer(mute));
            InetSocketAddress address = new InetSocketAddress(mute.getInetAddress(), mute.getLocalPort());

            LoadResult result = new LoadDriver(
                            LoadSpec.closedLoop(address, 1, 201).withPatience(Duration.ofMillis(200)), times(2))
                    .run();

            assertThat(result.lost()).isEqualTo(2);
            assertThat(result.answers()).isZero();
            assertThat(result.firstFault()).isEqualTo("no answer within 200 ms");
        }
    }

    @Test
    void theOpenLoopCountsFromWhenARequestWasDue() throws Exception {
        Object turn = new Object();
        server.createContext("/", exchange -> {
            synchronized (turn) {
                pause(20);
                answer(exchange, 201, 3);
            }
        });

        LoadResult result = new LoadDriver(spec(1).atRate(1_000), times(20)).run();

        assertThat(result.answers()).isEqualTo(20);
        // 20 requests were due within 20 ms and each took 20 ms: the last was answered at 400 ms at the earliest
        assertThat(result.maxMillis()).isGreaterThan(350);
    }

    @Test
    void stopEndsALoadWithoutEnd() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RequestSource endless = into -> get(into);
        LoadDriver driver = new LoadDriver(spec(4), endless);
        server.createContext("/", exchange -> {
            if (calls.incrementAndGet() == 100) {
                driver.stop();
            }
            answer(exchange, 201, 3);
        });

        LoadResult result = driver.run();

        assertThat(result.answers()).isGreaterThanOrEqualTo(100);
        assertThat(result.lost()).isZero();
        assertThat(driver.answered()).isEqualTo(result.answers());
    }

    private LoadSpec spec(int connections) {
        return LoadSpec.closedLoop(server.getAddress(), connections, 201);
    }

    private static RequestSource times(int count) {
        AtomicInteger left = new AtomicInteger(count);
        return into -> left.getAndDecrement() > 0 && get(into);
    }

    private static boolean get(ByteBuffer into) {
        into.put("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private static void answer(HttpExchange exchange, int status, int length) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            in.readAllBytes();
        }
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        exchange.getResponseBody().write("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void acceptAndNeverAnswer(ServerSocket mute) {
        try {
            while (true) {
                Socket taken = mute.accept();
                taken.getInputStream().transferTo(OutputStream.nullOutputStream());
                taken.close();
            }
        } catch (IOException e) {
            // the test is over
        }
    }
}
