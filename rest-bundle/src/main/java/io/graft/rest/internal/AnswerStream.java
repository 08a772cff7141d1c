package io.graft.rest.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of an answer. As long as it fits into the buffer nothing is sent, so that the answer can still become an
 * error; then it goes out with its length. A longer one is streamed.
 */
final class AnswerStream extends OutputStream {

    private final HttpServletResponse response;
    private final byte[] buffer;
    private int length;
    private boolean streaming;

    AnswerStream(HttpServletResponse response, byte[] buffer) {
        this.response = response;
        this.buffer = buffer;
    }

    @Override
    public void write(int b) throws IOException {
        if (length == buffer.length) {
            send();
        }
        buffer[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int rest = count;
        while (rest > 0) {
            if (length == buffer.length) {
                send();
            }
            int fits = Math.min(rest, buffer.length - length);
            System.arraycopy(bytes, from + count - rest, buffer, length, fits);
            length += fits;
            rest -= fits;
        }
    }

    /** Whether a part is on its way to the client. */
    boolean streaming() {
        return streaming;
    }

    /** Sends the rest. To be called when the body is whole, and only then. */
    void finish() throws IOException {
        if (!streaming) {
            response.setContentLength(length);
        }
        response.getOutputStream().write(buffer, 0, length);
        length = 0;
    }

    private void send() throws IOException {
        streaming = true;
        response.getOutputStream().write(buffer, 0, length);
        length = 0;
    }
}
