package io.graft.rest.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The ids by which a request is followed through services and logs. */
final class CorrelationIds {

    static final String HEADER = "X-Correlation-ID";

    private static final int LONGEST = 128;

    private CorrelationIds() {}

    /** The client's id, or a new one where it sent none that is fit for a header and a log line. */
    static String of(HttpServletRequest request) {
        String sent = request.getHeader(HEADER);
        return sent != null && isFit(sent) ? sent : random();
    }

    private static boolean isFit(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** A random UUID. It guards nothing, so it need not be unguessable, but quick. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
