package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverloadTest {

    record Thing(String name, Integer count) {}

    @Test
    void turnsAwayWhatIsTooMuchAndKeepsAnsweringHealth() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        RestSettings tight = new RestSettings(
                "127.0.0.1",
                2,
                1,
                Duration.ofMillis(100),
                1024,
                Duration.ofSeconds(30),
                1 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                1024,
                List.of());
        Routes routes = Routes.builder()
                .get("/wait", "Waits.", request -> {
                    inside.incrementAndGet();
                    awaitRelease(release);
                    return Response.envelope(200);
                })
                .build();
        try (TestGateway gateway = new TestGateway(tight, new TestService(routes))) {
            List<RawHttp> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                RawHttp http = new RawHttp(gateway.port());
                http.send("GET /api/v3/wait HTTP/1.1\r\nHost: a\r\n\r\n");
                waiting.add(http);
            }
            await().until(() -> inside.get() == 2);
            for (int i = 0; i < 5; i++) {
                RawHttp.Answer refused = RawHttp.once(gateway.port(), "GET", "/api/v3/wait", "");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("1");
            }
            assertThat(RawHttp.once(gateway.port(), "GET", "/health/live", "").status())
                    .isEqualTo(200);
            release.countDown();
            for (RawHttp http : waiting) {
                assertThat(http.answer().status()).isEqualTo(200);
                http.close();
            }
            assertThat(RawHttp.once(gateway.port(), "GET", "/api/v3/wait", "").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void servesManyClientsAtOnce() throws Exception {
        int clients = 128;
        CountDownLatch go = new CountDownLatch(1);
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        TestGateway gateway = TestGateway.of(Routes.builder()
                .post("/thing", "Binds.", request -> {
                    request.bind(Thing.class, 1000);
                    return Response.envelope(201);
                })
                .build());
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> client(gateway.port(), go, wrong), "client-" + i);
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(thread.isAlive()).isFalse();
        }
        gateway.close();
        assertThat(wrong).isEmpty();
    }

    private static void client(int port, CountDownLatch go, List<String> wrong) {
        try (RawHttp http = new RawHttp(port)) {
            go.await();
            for (int i = 0; i < 50; i++) {
                RawHttp.Answer answer = http.exchange("POST", "/api/v3/thing", "{\"name\":\"n\",\"count\":1}");
                if (answer.status() != 201 && answer.status() != 503) {
                    wrong.add(answer.toString());
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            wrong.add(e.toString());
        }
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
