package io.graft.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswerTest {

    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = TestGateway.of(Routes.builder()
                .get("/fails/after/{lines}", "Fails after some lines.", request -> {
                    int lines = Integer.parseInt(request.pathParam("lines"));
                    return Response.json(200, out -> {
                        out.writeStartArray();
                        for (int i = 0; i < lines; i++) {
                            out.writeString("line " + i);
                        }
                        throw new StoreUnavailableException(StoreUnavailableException.Reason.TIMEOUT, "no answer");
                    });
                })
                .get(
                        "/half",
                        "Writes half a character.",
                        request -> Response.envelope(200, out -> {
                            out.writeStringField("a\ud800", "x\udc00y\ud83d\ude00\ud800");
                            out.writeStringField("long", "\udc00".repeat(100_000));
                        }))
                .build());
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void answersAnErrorAsLongAsNothingIsSent() throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/fails/after/10", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.body()).isEqualTo("{\"apiVersion\":\"v3\",\"statusCode\":503,\"message\":\"no answer\"}");
    }

    @Test
    void breaksTheConnectionWhenAnAnswerCanNotBeCompleted() {
        assertThatThrownBy(() -> RawHttp.once(gateway.port(), "GET", "/api/v3/fails/after/100000", ""))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void writesTextsWithHalfCharacters() throws Exception {
        RawHttp.Answer answer = RawHttp.once(gateway.port(), "GET", "/api/v3/half", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\ud83d\ude00");
    }

    @Test
    void staysInStepAfterARefusedLongBody() throws Exception {
        byte[] body = new byte[3 << 20];
        try (RawHttp http = new RawHttp(gateway.port())) {
            RawHttp.Answer answer = http.exchange("POST", "/api/v3/nothing", body);
            assertThat(answer.status()).isEqualTo(404);
            if (!"close".equals(answer.header("Connection"))) {
                assertThat(http.exchange("GET", "/api/v3/ping", "").status()).isEqualTo(200);
            }
        } catch (IOException e) {
            // The rest of the body met a closed connection.
            assertThat(e).isNotNull();
        }
    }
}
