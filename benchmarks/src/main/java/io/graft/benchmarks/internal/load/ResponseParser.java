package io.graft.benchmarks.internal.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one HTTP/1.1 response after the other from the pieces in which it arrives. It knows what a load generator needs
 * and nothing else: status, where the body ends, whether the connection stays. Not thread-safe.
 */
final class ResponseParser {

    private static final int LONGEST_LINE = 16 * 1024;
    private static final int KEPT_BODY = 512;

    private enum State {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }

    private final byte[] line = new byte[LONGEST_LINE];
    private final byte[] head = new byte[KEPT_BODY];
    private State state = State.STATUS;
    private int lineLength;
    private int headLength;
    private int status;
    private long contentLength;
    private long remaining;
    private long bodyBytes;
    private boolean chunked;
    private boolean close;

    /** Makes ready for the next response. */
    void reset() {
        state = State.STATUS;
        lineLength = 0;
        headLength = 0;
        status = 0;
        bodyBytes = 0;
        close = false;
        startHeaders();
    }

    /**
     * Consumes bytes up to the end of the response.
     *
     * @return whether the response is whole; bytes behind it stay in the buffer
     * @throws ProtocolException if it is not HTTP
     */
    boolean feed(ByteBuffer in) throws ProtocolException {
        while (state != State.DONE && in.hasRemaining()) {
            switch (state) {
                case BODY, CHUNK -> body(in);
                case UNTIL_CLOSE -> keep(in, in.remaining());
                default -> {
                    if (line(in)) {
                        endOfLine();
                    }
                }
            }
        }
        return state == State.DONE;
    }

    /**
     * The connection ended.
     *
     * @return whether that completes the response, as it does one without a length
     */
    boolean endOfStream() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
        }
        return state == State.DONE;
    }

    int status() {
        return status;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    boolean closes() {
        return close;
    }

    /** The first bytes of the body, for a message. */
    String bodyStart() {
        return new String(head, 0, headLength, StandardCharsets.UTF_8);
    }

    private void body(ByteBuffer in) {
        keep(in, (int) Math.min(remaining, in.remaining()));
        if (remaining == 0) {
            state = state == State.BODY ? State.DONE : State.CHUNK_END;
        }
    }

    private void keep(ByteBuffer in, int length) {
        int kept = Math.min(length, KEPT_BODY - headLength);
        in.get(head, headLength, kept);
        headLength += kept;
        in.position(in.position() + length - kept);
        bodyBytes += length;
        remaining -= length;
    }

    private boolean line(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (b == '\n') {
                if (lineLength > 0 && line[lineLength - 1] == '\r') {
                    lineLength--;
                }
                return true;
            }
            if (lineLength == LONGEST_LINE) {
                throw new ProtocolException("a header line of more than " + LONGEST_LINE + " bytes");
            }
            line[lineLength++] = b;
        }
        return false;
    }

    private void endOfLine() throws ProtocolException {
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        lineLength = 0;
        switch (state) {
            case STATUS -> statusLine(text);
            case HEADERS -> header(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILERS -> state = text.isEmpty() ? State.DONE : State.TRAILERS;
            default -> throw new IllegalStateException("no line is read in " + state);
        }
    }

    private void statusLine(String text) throws ProtocolException {
        if (!text.startsWith("HTTP/1.") || text.length() < 12) {
            throw new ProtocolException("not an HTTP/1 status line: " + text);
        }
        status = number(text.substring(9, 12), 10);
        close = text.startsWith("HTTP/1.0");
        state = State.HEADERS;
    }

    private void header(String text) throws ProtocolException {
        if (text.isEmpty()) {
            endOfHeaders();
            return;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new ProtocolException("not a header: " + text);
        }
        switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" ->
                contentLength = number(text.substring(colon + 1).trim(), 10);
            case "transfer-encoding" -> chunked = text.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "connection" -> close = text.toLowerCase(Locale.ROOT).endsWith("close");
            default -> {
                // of no matter to a load generator
            }
        }
    }

    private void endOfHeaders() {
        if (status < 200) {
            startHeaders();
            state = State.STATUS;
        } else if (status == 204 || status == 304) {
            state = State.DONE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (contentLength < 0) {
            close = true;
            state = State.UNTIL_CLOSE;
        } else {
            remaining = contentLength;
            state = remaining == 0 ? State.DONE : State.BODY;
        }
    }

    private void startHeaders() {
        contentLength = -1;
        chunked = false;
    }

    private void chunkSize(String text) throws ProtocolException {
        int end = text.indexOf(';');
        remaining = number((end < 0 ? text : text.substring(0, end)).trim(), 16);
        state = remaining == 0 ? State.TRAILERS : State.CHUNK;
    }

    private static int number(String digits, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(digits, radix);
        } catch (NumberFormatException e) {
            ProtocolException refused = new ProtocolException("not a number: '" + digits + "'");
            refused.initCause(e);
            throw refused;
        }
    }
}
