package io.graft.rest.internal;

import java.util.Locale;

/** What a Content-Type header says. */
enum MediaType {
    JSON,
    CBOR,
    MULTIPART,
    OTHER;

    /** No header is taken as JSON, as EdgeX does. */
    static MediaType of(String header) {
        if (header == null || header.isBlank() || header.equals("application/json")) {
            return JSON;
        }
        String[] parts = header.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals("multipart/form-data")) {
            return MULTIPART;
        }
        if (type.equals("application/cbor")) {
            return CBOR;
        }
        boolean json = type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
        return json && isUtf8(parts) ? JSON : OTHER;
    }

    private static boolean isUtf8(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String param = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
            if (param.startsWith("charset=") && !param.equals("charset=utf-8") && !param.equals("charset=us-ascii")) {
                return false;
            }
        }
        return true;
    }
}
