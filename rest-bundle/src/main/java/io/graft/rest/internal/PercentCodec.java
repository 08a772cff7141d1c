package io.graft.rest.internal;

import io.graft.rest.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes what was percent-encoded in a URI, strictly: what is no UTF-8 is refused, never replaced. */
final class PercentCodec {

    private PercentCodec() {}

    /** The decoded text of a part of a path. */
    static String decodePath(String raw, int from, int to) {
        return decode(raw, from, to, false);
    }

    /** The parameters of a query, each with its values in their order. */
    static Map<String, List<String>> decodeQuery(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> params = new LinkedHashMap<>();
        int from = 0;
        while (from <= raw.length()) {
            int end = raw.indexOf('&', from);
            if (end < 0) {
                end = raw.length();
            }
            if (end > from) {
                int equals = raw.indexOf('=', from);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String name = decode(raw, from, nameEnd, true);
                String value = nameEnd == end ? "" : decode(raw, nameEnd + 1, end, true);
                params.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
            from = end + 1;
        }
        return params;
    }

    private static String decode(String raw, int from, int to, boolean plusIsSpace) {
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c == '%' || (plusIsSpace && c == '+')) {
                return decodeEscapes(raw, from, to, plusIsSpace);
            }
        }
        return raw.substring(from, to);
    }

    private static String decodeEscapes(String raw, int from, int to, boolean plusIsSpace) {
        StringBuilder text = new StringBuilder(to - from);
        ByteBuffer escaped = ByteBuffer.allocate((to - from) / 3);
        int i = from;
        while (i < to) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 < to ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < to ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(raw, from, to);
                }
                escaped.put((byte) (high << 4 | low));
                i += 3;
            } else {
                flush(escaped, text, raw, from, to);
                text.append(plusIsSpace && c == '+' ? ' ' : c);
                i++;
            }
        }
        flush(escaped, text, raw, from, to);
        return text.toString();
    }

    private static void flush(ByteBuffer escaped, StringBuilder text, String raw, int from, int to) {
        if (escaped.position() == 0) {
            return;
        }
        try {
            text.append(StandardCharsets.UTF_8.newDecoder().decode(escaped.flip()));
        } catch (CharacterCodingException e) {
            throw invalid(raw, from, to);
        }
        escaped.clear();
    }

    private static ApiException invalid(String raw, int from, int to) {
        return ApiException.invalid("'" + Texts.shortened(raw.substring(from, to))
                + "' in the URL is no percent-encoded UTF-8 (write a percent sign itself as %25)");
    }
}
