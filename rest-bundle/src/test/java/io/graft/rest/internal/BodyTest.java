package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyTest {

    record Thing(String name, Integer count, List<Thing> inner) {}

    private static final int MAX = 200_000;

    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        RestSettings quick = new RestSettings(
                "127.0.0.1",
                100,
                40,
                Duration.ofSeconds(1),
                1024,
                Duration.ofSeconds(1),
                1 << 20,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                16 * 1024,
                List.of());
        Routes routes = Routes.builder()
                .post("/length", "Gives the length.", request -> length(request.body(MAX)))
                .post("/thing", "Binds.", request -> {
                    request.bind(Thing.class, MAX);
                    return Response.envelope(201);
                })
                .post("/tokens", "Reads tokens.", BodyTest::tokens)
                .post("/file", "Takes a file.", request -> request.formFile("file", MAX)
                        .map(BodyTest::length)
                        .orElse(Response.envelope(400)))
                .post("/huge", "Takes more than all bodies together may.", request -> length(request.body(1 << 30)))
                .build();
        gateway = new TestGateway(quick, new TestService(routes));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void readsABodyWithItsLengthOrInChunks() throws Exception {
        for (int size : new int[] {1, 4095, 4096, 4097, 64 * 1024, 64 * 1024 + 1, MAX - 1, MAX}) {
            byte[] body = new byte[size];
            try (RawHttp http = new RawHttp(gateway.port())) {
                assertThat(http.exchange("POST", "/api/v3/length", body).body()).isEqualTo(Integer.toString(size));
                http.send("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
                chunks(http, body, 10_000);
                assertThat(http.answer().body()).isEqualTo(Integer.toString(size));
            }
        }
    }

    @Test
    void refusesABodyThatIsTooLong() throws Exception {
        try (RawHttp http = new RawHttp(gateway.port())) {
            http.send("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nContent-Length: " + (MAX + 1) + "\r\n\r\n");
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("larger than 200000 bytes");
            assertThat(http.closed()).isTrue();
        }
        try (RawHttp http = new RawHttp(gateway.port())) {
            http.send("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            chunks(http, new byte[MAX + 1], 50_000);
            assertThat(http.answer().status()).isEqualTo(413);
        }
        RawHttp.Answer huge =
                RawHttp.once(gateway.port(), "POST", "/api/v3/huge", "x", "Transfer-Encoding: identity", "X: y");
        assertThat(huge.status()).isNotEqualTo(500);
        try (RawHttp http = new RawHttp(gateway.port())) {
            http.send("POST /api/v3/huge HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n");
            http.send(new byte[2 << 20]);
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("body.budget");
        } catch (SocketException e) {
            // The rest of the body met a closed connection, which may destroy the answer on its way.
            assertThat(e).isNotNull();
        }
    }

    @Test
    void cutsOffASlowBody() throws Exception {
        try (RawHttp http = new RawHttp(gateway.port())) {
            http.send("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(http.closed()).isTrue();
        }
        try (RawHttp http = new RawHttp(gateway.port())) {
            http.send("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
            Thread drip = new Thread(() -> drip(http), "drip");
            drip.start();
            assertThat(http.answer().status()).isEqualTo(408);
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void survivesAbortedUploads() throws Exception {
        for (int i = 0; i < 200; i++) {
            try (RawHttp http = new RawHttp(gateway.port())) {
                http.send("POST /api/v3/thing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{\"name\":");
            }
        }
        assertThat(RawHttp.once(gateway.port(), "POST", "/api/v3/thing", "{}").status())
                .isEqualTo(201);
        assertThat(gateway.metrics()).doesNotContain("code=\"500\"");
    }

    @Test
    void keepsAConnectionInStepAfterErrors() throws Exception {
        try (RawHttp http = new RawHttp(gateway.port())) {
            for (int i = 0; i < 20; i++) {
                assertThat(http.exchange("POST", "/api/v3/nothing", "{\"a\":1}").status())
                        .isEqualTo(404);
                assertThat(http.exchange("PUT", "/api/v3/thing", "{\"a\":1}").status())
                        .isEqualTo(405);
                assertThat(http.exchange("POST", "/api/v3/thing", "{\"name\":1}")
                                .status())
                        .isEqualTo(400);
                assertThat(http.exchange("POST", "/api/v3/thing", "{", "Content-Type: text/csv")
                                .status())
                        .isEqualTo(415);
                assertThat(http.exchange("POST", "/api/v3/thing", "{\"name\":\"x\"}")
                                .status())
                        .isEqualTo(201);
            }
            StringBuilder pipelined = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                pipelined
                        .append("POST /api/v3/length HTTP/1.1\r\nHost: a\r\nContent-Length: ")
                        .append(i + 1)
                        .append("\r\n\r\n")
                        .append("x".repeat(i + 1));
            }
            http.send(pipelined.toString());
            for (int i = 0; i < 10; i++) {
                assertThat(http.answer().body()).isEqualTo(Integer.toString(i + 1));
            }
        }
    }

    @Test
    void takesJsonUnderItsNamesOnly() throws Exception {
        for (String type : new String[] {
            "application/json",
            "application/json; charset=utf-8",
            "Application/JSON;charset=\"UTF-8\"",
            "text/json",
            "application/merge-patch+json"
        }) {
            assertThat(thing("Content-Type: " + type)).as(type).isEqualTo(201);
        }
        for (String type : new String[] {
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/xml",
            "application/json; charset=utf-16",
            "?",
            "multipart/form-data; boundary=x"
        }) {
            assertThat(thing("Content-Type: " + type)).as(type).isEqualTo(415);
        }
        assertThat(thing("X: y")).isEqualTo(201);
    }

    @Test
    void explainsWhatAHandlerReadsItself() throws Exception {
        for (String body : new String[] {"{", "[1,", "{\"a\":tru}", "{\"a\":1e}", "\u0001", "[" + "[".repeat(300)}) {
            RawHttp.Answer answer = RawHttp.once(gateway.port(), "POST", "/api/v3/tokens", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).doesNotContain("fasterxml").doesNotContain("Source");
        }
    }

    @Test
    void takesAFileOfAForm() throws Exception {
        String form =
                """
                preamble
                --b0
                Content-Disposition: form-data; name="other"

                x
                --b0
                content-disposition: form-data; filename="a.yml"; name="file"
                Content-Type: text/yaml

                name: a
                --b
                --b0--
                """
                        .replace("\n", "\r\n");
        assertThat(form(form, "multipart/form-data; boundary=b0").body()).isEqualTo("12");
        assertThat(form(form.replace("name=\"file\"", "name=\"fill\""), "multipart/form-data; boundary=b0")
                        .status())
                .isEqualTo(400);
        assertThat(form(form, "multipart/form-data").status()).isEqualTo(400);
        assertThat(form(form, "application/json").status()).isEqualTo(400);
        assertThat(form(form.substring(0, 150), "multipart/form-data; boundary=b0")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void neverFailsOnGarbage() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> parts = List.of(
                "POST",
                "GET",
                "DELETE",
                "PATCH",
                " ",
                "/api/v3/thing",
                "/api/v3/tokens",
                "/api/v3/file",
                "?a=%zz&b",
                " HTTP/1.1\r\n",
                "Host: a\r\n",
                "Content-Length: 10\r\n",
                "Content-Length: -1\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Content-Type: application/cbor\r\n",
                "Content-Type: multipart/form-data; boundary=b\r\n",
                "X-Correlation-ID: \u0007\u00e9\r\n",
                "Expect: 100-continue\r\n",
                "\r\n",
                "5\r\nhello\r\n",
                "0\r\n\r\n",
                "zz\r\n",
                "{\"name\":",
                "[[[[",
                "\"\\ud800\"",
                "--b\r\n\r\n",
                "\u0000",
                "%2F..%5c",
                "\ufffd");
        for (int i = 0; i < 400; i++) {
            StringBuilder request = new StringBuilder();
            if (random.nextInt(3) > 0) {
                request.append("POST /api/v3/")
                        .append(random.nextBoolean() ? "thing" : "tokens")
                        .append(" HTTP/1.1\r\nHost: a\r\n");
            }
            for (int n = random.nextInt(12); n >= 0; n--) {
                request.append(parts.get(random.nextInt(parts.size())));
            }
            String sent = request.toString();
            try (RawHttp http = new RawHttp(gateway.port())) {
                http.send(sent.getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
                http.shutdownOutput();
                RawHttp.Answer answer = http.answer();
                assertThat(answer.status()).as("seed " + seed + ": " + sent).isNotEqualTo(500);
                assertThat(answer.body())
                        .as("seed " + seed + ": " + sent)
                        .doesNotContain("Exception")
                        .doesNotContain("\tat ");
            } catch (EOFException | SocketException e) {
                // Nothing came back for what is no request.
                assertThat(e).isNotNull();
            }
        }
        assertThat(gateway.metrics()).as("seed " + seed).doesNotContain("code=\"500\"");
    }

    private int thing(String header) throws IOException {
        return RawHttp.once(gateway.port(), "POST", "/api/v3/thing", "{\"name\":\"x\"}", header)
                .status();
    }

    private RawHttp.Answer form(String form, String type) throws IOException {
        return RawHttp.once(gateway.port(), "POST", "/api/v3/file", form, "Content-Type: " + type);
    }

    private static void drip(RawHttp http) {
        try {
            while (true) {
                http.send("x");
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            // The server, or the test, has had enough.
            Thread.currentThread().interrupt();
        }
    }

    private static Response tokens(Request request) throws IOException {
        try (JsonParser parser = request.parser(MAX)) {
            int tokens = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens++;
            }
            int count = tokens;
            return Response.envelope(200, out -> out.writeNumberField("tokens", count));
        }
    }

    private static Response length(byte[] body) {
        return Response.of(200, "text/plain", Integer.toString(body.length).getBytes(StandardCharsets.US_ASCII));
    }

    private static void chunks(RawHttp http, byte[] body, int size) throws IOException {
        for (int from = 0; from < body.length; from += size) {
            int length = Math.min(size, body.length - from);
            http.send(Integer.toHexString(length) + "\r\n");
            http.send(java.util.Arrays.copyOfRange(body, from, from + length));
            http.send("\r\n");
        }
        http.send("0\r\n\r\n");
    }
}
