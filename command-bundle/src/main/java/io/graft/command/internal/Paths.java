package io.graft.command.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Encodes paths and queries (RFC 3986). */
final class Paths {

    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private Paths() {}

    /** The path of a command at its device service, and the query. */
    static String command(String device, String command, Map<String, List<String>> query) {
        StringBuilder path = new StringBuilder("/api/v3/device/name/");
        encode(device, path);
        path.append('/');
        encode(command, path);
        char separator = '?';
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            for (String value : parameter.getValue()) {
                path.append(separator);
                encode(parameter.getKey(), path);
                path.append('=');
                encode(value, path);
                separator = '&';
            }
        }
        return path.toString();
    }

    /** Text as one segment of a path. */
    static String segment(String text) {
        StringBuilder out = new StringBuilder();
        encode(text, out);
        return out.toString();
    }

    private static void encode(String text, StringBuilder out) {
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
    }
}
