package io.graft.rest.internal;

import io.graft.rest.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code multipart/form-data} body (RFC 7578), held in memory. */
final class MultipartForm {

    private static final int MAX_PARTS = 100;
    private static final int MAX_HEADERS = 8 * 1024;
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70}))");
    private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;]+))");
    private static final byte[] BLANK_LINE = ascii("\r\n\r\n");

    private final byte[] body;
    private final byte[] delimiter;

    private MultipartForm(byte[] body, byte[] delimiter) {
        this.body = body;
        this.delimiter = delimiter;
    }

    /** The form in a body with a content type. */
    static MultipartForm of(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw ApiException.invalid("the content type multipart/form-data names no boundary");
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return new MultipartForm(body, ascii("--" + text));
    }

    /** The content of the first part with a name. */
    Optional<byte[]> file(String field) {
        int at = indexOf(delimiter, 0);
        for (int parts = 0; at >= 0; parts++) {
            if (parts > MAX_PARTS) {
                throw ApiException.invalid("the form has more than " + MAX_PARTS + " parts");
            }
            int from = at + delimiter.length;
            if (startsWith("--", from)) {
                return Optional.empty();
            }
            int headersEnd = indexOf(BLANK_LINE, from);
            int next = nextDelimiter(from);
            if (!startsWith("\r\n", from) || headersEnd < 0 || next < 0 || headersEnd > next) {
                throw ApiException.invalid("malformed multipart/form-data: part " + (parts + 1) + " is not whole");
            }
            if (headersEnd - from > MAX_HEADERS) {
                throw ApiException.invalid("the headers of part " + (parts + 1) + " are longer than " + MAX_HEADERS);
            }
            String headers = new String(body, from, headersEnd - from, StandardCharsets.UTF_8);
            if (field.equals(nameIn(headers))) {
                int contentStart = Math.min(headersEnd + BLANK_LINE.length, next);
                return Optional.of(Arrays.copyOfRange(body, contentStart, next));
            }
            at = next + 2;
        }
        throw ApiException.invalid("malformed multipart/form-data: its boundary is not in the body");
    }

    private static String nameIn(String headers) {
        for (String line : headers.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher name = NAME.matcher(line);
                if (name.find()) {
                    return name.group(1) == null ? name.group(2) : name.group(1).replaceAll("\\\\(.)", "$1");
                }
            }
        }
        return null;
    }

    /** Where the line break before the next delimiter stands. */
    private int nextDelimiter(int from) {
        byte[] line = new byte[delimiter.length + 2];
        line[0] = '\r';
        line[1] = '\n';
        System.arraycopy(delimiter, 0, line, 2, delimiter.length);
        return indexOf(line, from);
    }

    private boolean startsWith(String text, int from) {
        return from + 2 <= body.length && body[from] == text.charAt(0) && body[from + 1] == text.charAt(1);
    }

    private int indexOf(byte[] wanted, int from) {
        int last = body.length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (body[i] == wanted[0] && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
