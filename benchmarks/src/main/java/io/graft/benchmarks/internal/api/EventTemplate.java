package io.graft.benchmarks.internal.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The bytes of one device's POST of a one-reading event, in which only id, origin and value are written anew. */
final class EventTemplate {

    private static final String ID = "00000000-0000-0000-0000-000000000000";
    private static final String ORIGIN = "1000000000000000000";
    private static final String VALUE = "\"77777\"";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int idAt;
    private final int originAt;
    private final int readingOriginAt;
    private final int valueAt;

    EventTemplate(String host, String device) {
        String names = "\"deviceName\":\"" + device + "\",\"profileName\":\"bench-profile\"";
        String body = ("{\"apiVersion\":\"v3\",\"requestId\":\"\",\"event\":{\"apiVersion\":\"v3\",\"id\":\"%s\",%s,"
                        + "\"sourceName\":\"Int32\",\"origin\":%s,\"readings\":[{\"origin\":%s,%s,"
                        + "\"resourceName\":\"Int32\",\"valueType\":\"Int32\",\"value\":%s}]}}")
                .formatted(ID, names, ORIGIN, ORIGIN, names, VALUE);
        String request = "POST /api/v3/event/bench-service/bench-profile/" + device + "/Int32 HTTP/1.1\r\nHost: " + host
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        bytes = request.getBytes(StandardCharsets.US_ASCII);
        idAt = request.indexOf(ID);
        originAt = request.indexOf(ORIGIN);
        readingOriginAt = request.indexOf(ORIGIN, originAt + 1);
        valueAt = request.indexOf(VALUE) + 1;
    }

    /** Renders the request into an empty buffer; the origin is of today, so has 19 digits. */
    void render(ByteBuffer into, UUID id, long origin, long number) {
        into.put(bytes);
        hex(into, idAt, id.getMostSignificantBits() >>> 32, 8);
        hex(into, idAt + 9, id.getMostSignificantBits() >>> 16, 4);
        hex(into, idAt + 14, id.getMostSignificantBits(), 4);
        hex(into, idAt + 19, id.getLeastSignificantBits() >>> 48, 4);
        hex(into, idAt + 24, id.getLeastSignificantBits(), 12);
        decimal(into, originAt, origin, 19);
        decimal(into, readingOriginAt, origin, 19);
        decimal(into, valueAt, value(number), 5);
    }

    /** The value of the reading in the n-th event. */
    static long value(long number) {
        return 10_000 + number % 90_000;
    }

    private static void hex(ByteBuffer into, int at, long value, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into.put(i, HEX[(int) (rest & 15)]);
            rest >>>= 4;
        }
    }

    private static void decimal(ByteBuffer into, int at, long value, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into.put(i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
