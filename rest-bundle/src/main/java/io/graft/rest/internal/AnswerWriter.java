package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.rest.ErrorKind;
import io.graft.rest.Response;
import io.graft.rest.internal.json.JsonCodec;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Writes answers to the servlet container. */
final class AnswerWriter {

    /** The client got the beginning of an answer that can't be completed. */
    static final class BrokenAnswerException extends IOException {

        private static final long serialVersionUID = 1L;

        BrokenAnswerException(Throwable cause) {
            super("the answer could not be completed", cause);
        }
    }

    private final BufferPool buffers = new BufferPool();

    /**
     * Writes an answer.
     *
     * @throws BrokenAnswerException if a part of it has been sent already
     * @throws IOException or an unchecked one, if nothing has been sent and another answer can be
     */
    void write(Response answer, JsonCodec codec, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.setHeader(header.getKey(), header.getValue());
        }
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        if (answer.jsonBody() == null) {
            writeBytes(answer.bytes(), response);
        } else {
            writeJson(answer.jsonBody(), codec, response);
        }
    }

    /** EdgeX's envelope of an error. */
    static Response error(ErrorKind kind, String message) {
        Response answer = Response.envelope(kind.status(), out -> out.writeStringField("message", message));
        return kind == ErrorKind.SERVICE_UNAVAILABLE ? answer.header("Retry-After", "1") : answer;
    }

    private static void writeBytes(byte[] bytes, HttpServletResponse response) throws IOException {
        if (response.getStatus() != HttpServletResponse.SC_NO_CONTENT) {
            response.setContentLength(bytes.length);
        }
        if (bytes.length > 0) {
            try {
                response.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new BrokenAnswerException(e);
            }
        }
    }

    private void writeJson(Response.JsonBody json, JsonCodec codec, HttpServletResponse response) throws IOException {
        byte[] buffer = buffers.take();
        try {
            AnswerStream stream = new AnswerStream(response, buffer);
            try (JsonGenerator generator = codec.generator(stream)) {
                json.write(generator);
            } catch (IOException | RuntimeException e) {
                if (stream.streaming()) {
                    throw new BrokenAnswerException(e);
                }
                throw e;
            }
            finish(stream);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static void finish(AnswerStream stream) throws IOException {
        try {
            stream.finish();
        } catch (IOException e) {
            throw new BrokenAnswerException(e);
        }
    }
}
