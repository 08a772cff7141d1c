package io.graft.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResponseParserTest {

    private final ResponseParser parser = new ResponseParser();

    @BeforeEach
    void reset() {
        parser.reset();
    }

    @Test
    void readsStatusAndBodyOfALength() throws Exception {
        assertThat(parser.feed(bytes("HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello")))
                .isTrue();
        assertThat(parser.status()).isEqualTo(201);
        assertThat(parser.bodyBytes()).isEqualTo(5);
        assertThat(parser.bodyStart()).isEqualTo("hello");
        assertThat(parser.closes()).isFalse();
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() throws Exception {
        assertThat(parser.feed(lines(
                        "HTTP/1.1 200 OK",
                        "transfer-encoding: chunked",
                        "",
                        "5;x=y",
                        "hello",
                        "A",
                        "0123456789",
                        "0",
                        "Trailer: t",
                        "",
                        "")))
                .isTrue();
        assertThat(parser.bodyStart()).isEqualTo("hello0123456789");
    }

    @Test
    void isTheSameHoweverTheBytesAreCut() throws Exception {
        byte[] two = lines(
                        "HTTP/1.1 100 Continue",
                        "",
                        "HTTP/1.1 200 OK",
                        "Transfer-Encoding: chunked",
                        "",
                        "3",
                        "abc",
                        "10",
                        "0123456789abcdef",
                        "0",
                        "",
                        "HTTP/1.1 404 Not Found",
                        "Content-Length: 4",
                        "Connection: close",
                        "",
                        "gone")
                .array();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            parser.reset();
            ByteBuffer in = ByteBuffer.wrap(two);
            untilWhole(in, random);
            assertThat(parser.bodyStart()).as("seed %s", seed).isEqualTo("abc0123456789abcdef");
            parser.reset();
            untilWhole(in, random);
            assertThat(parser.status()).as("seed %s", seed).isEqualTo(404);
            assertThat(parser.closes()).isTrue();
            assertThat(in.hasRemaining()).isFalse();
        }
    }

    private void untilWhole(ByteBuffer in, Random random) throws ProtocolException {
        boolean whole = false;
        while (!whole) {
            int end = in.limit();
            in.limit(Math.min(end, in.position() + 1 + random.nextInt(9)));
            whole = parser.feed(in);
            in.limit(end);
        }
    }

    @Test
    void takesTheEndOfTheConnectionAsTheEndOfABodyWithoutLength() throws Exception {
        assertThat(parser.feed(bytes("HTTP/1.1 200 OK\r\n\r\nabc"))).isFalse();
        assertThat(parser.endOfStream()).isTrue();
        assertThat(parser.closes()).isTrue();
    }

    @Test
    void aBodyCutShortIsNoAnswer() throws Exception {
        assertThat(parser.feed(bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")))
                .isFalse();
        assertThat(parser.endOfStream()).isFalse();
    }

    @Test
    void refusesWhatIsNotHttp() {
        assertThatThrownBy(() -> parser.feed(bytes("SSH-2.0-OpenSSH_9\r\n")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("SSH-2.0");
    }

    private static ByteBuffer lines(String... lines) {
        return bytes(String.join("\r\n", lines));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
