package io.graft.command.internal.http;

import io.graft.command.internal.http.ExchangeException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 answer, within limits. */
final class AnswerReader {

    private static final int MAX_LINE = 8 << 10;
    private static final int MAX_HEADERS = 100;
    private static final int BUFFER = 16 << 10;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InputStream in;
    private final int maxBytes;
    private final AnswerBudget.Lease lease;
    private boolean begun;
    private boolean reusable;

    /** @param maxBytes the longest body that is taken */
    AnswerReader(InputStream in, int maxBytes, AnswerBudget.Lease lease) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.lease = lease;
    }

    /** Whether anything of an answer has come. */
    boolean begun() {
        return begun;
    }

    /** Whether the connection can be used again after the answer. */
    boolean reusable() {
        return reusable;
    }

    /**
     * Reads the answer.
     *
     * @throws IOException if the connection breaks
     * @throws ExchangeException if this is no HTTP answer, or one that is too large
     */
    Answer read() throws IOException, ExchangeException {
        String first = line();
        int status = status(first);
        Map<String, String> headers = headers();
        while (status / 100 == 1) {
            first = line();
            status = status(first);
            headers = headers();
        }
        boolean close = first.startsWith("HTTP/1.0")
                || headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        byte[] body = status == NO_CONTENT || status == NOT_MODIFIED ? new byte[0] : body(headers, close);
        reusable = !close;
        return new Answer(status, headers.getOrDefault("content-type", ""), body, lease);
    }

    private byte[] body(Map<String, String> headers, boolean close) throws IOException, ExchangeException {
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (!encoding.equalsIgnoreCase("chunked")) {
                throw bad("its answer has the transfer encoding '" + encoding + "', which was not asked for");
            }
            return chunks();
        }
        String length = headers.get("content-length");
        if (length != null) {
            int size = size(length, 10);
            cover(size);
            byte[] body = in.readNBytes(size);
            if (body.length < size) {
                throw new EOFException("the answer ends early");
            }
            return body;
        }
        if (!close) {
            throw bad("its answer does not say how long it is");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            cover((long) body.size() + read);
            body.write(buffer, 0, read);
        }
        return body.toByteArray();
    }

    private byte[] chunks() throws IOException, ExchangeException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int size = size(line().split(";", 2)[0], 16); size > 0; size = size(line().split(";", 2)[0], 16)) {
            cover((long) body.size() + size);
            for (int left = size; left > 0; ) {
                int read = in.read(buffer, 0, Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the answer ends early");
                }
                body.write(buffer, 0, read);
                left -= read;
            }
            if (!line().isEmpty()) {
                throw bad("its answer is not chunked as it says");
            }
        }
        headers();
        return body.toByteArray();
    }

    private void cover(long bytes) throws ExchangeException {
        if (bytes > maxBytes) {
            throw bad("its answer is longer than " + maxBytes + " bytes (max.answer.size)");
        }
        if (!lease.cover(bytes)) {
            throw new ExchangeException(
                    Kind.GIVEN_UP, "the gateway holds too many large answers at once; try again", null);
        }
    }

    private static int status(String line) throws ExchangeException {
        String[] words = line.split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[1-5][0-9]{2}")) {
            throw bad("it does not speak HTTP");
        }
        return Integer.parseInt(words[1]);
    }

    private Map<String, String> headers() throws IOException, ExchangeException {
        Map<String, String> headers = new HashMap<>();
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || ++lines > MAX_HEADERS) {
                throw bad("its answer has a header that is none, or more than " + MAX_HEADERS);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static int size(String text, int radix) throws ExchangeException {
        String digits = text.strip();
        try {
            if (!digits.startsWith("+")) {
                long size = Long.parseLong(digits, radix);
                if (size >= 0) {
                    return (int) Math.min(size, Integer.MAX_VALUE);
                }
            }
        } catch (NumberFormatException e) {
            throw new ExchangeException(Kind.BAD_ANSWER, "its answer has the length '" + digits + "'", e);
        }
        throw bad("its answer has the length '" + digits + "'");
    }

    private String line() throws IOException, ExchangeException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException(begun ? "the answer ends early" : "the connection was closed without an answer");
            }
            begun = true;
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > MAX_LINE) {
                throw bad("its answer has a line longer than " + MAX_LINE);
            }
        }
    }

    private static ExchangeException bad(String message) {
        return new ExchangeException(Kind.BAD_ANSWER, message, null);
    }
}
