package io.graft.benchmarks.internal.api;

import io.graft.benchmarks.internal.mqtt.Packets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * The bytes of one device's POST or publication of a one-reading event, in which only id, origin and value are written
 * anew.
 */
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

    private EventTemplate(byte[] bytes) {
        this.bytes = bytes;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        idAt = text.indexOf(ID);
        originAt = text.indexOf(ORIGIN);
        readingOriginAt = text.indexOf(ORIGIN, originAt + 1);
        valueAt = text.indexOf(VALUE) + 1;
    }

    static EventTemplate post(String host, String device) {
        String body = request(device);
        return new EventTemplate(("POST /api/v3/event/bench-service/bench-profile/" + device
                        + "/Int32 HTTP/1.1\r\nHost: "
                        + host + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** In an envelope, as EdgeX 4 writes it. */
    static EventTemplate publication(String base, String device, int qos) {
        return new EventTemplate(Packets.publish(
                base + "/bench-service/bench-profile/" + device + "/Int32", qos, envelope(request(device))));
    }

    /** An envelope with one event. */
    static String single(String device, UUID id, Instant origin) {
        return envelope(request(device))
                .replace(ID, id.toString())
                .replace(ORIGIN, Long.toString(origin.getEpochSecond() * 1_000_000_000L + origin.getNano()));
    }

    private static String envelope(String request) {
        return "{\"apiVersion\":\"v3\",\"receivedTopic\":\"\",\"correlationID\":"
                + "\"6d5b6b0e-1b0c-4b52-9d0a-6f0b1f8f1f55\",\"requestID\":\"\",\"errorCode\":0,"
                + "\"contentType\":\"application/json\",\"payload\":" + request + "}";
    }

    private static String request(String device) {
        String names = "\"deviceName\":\"" + device + "\",\"profileName\":\"bench-profile\"";
        return ("{\"apiVersion\":\"v3\",\"requestId\":\"\",\"event\":{\"apiVersion\":\"v3\",\"id\":\"%s\",%s,"
                        + "\"sourceName\":\"Int32\",\"origin\":%s,\"readings\":[{\"origin\":%s,%s,"
                        + "\"resourceName\":\"Int32\",\"valueType\":\"Int32\",\"value\":%s}]}}")
                .formatted(ID, names, ORIGIN, ORIGIN, names, VALUE);
    }

    /** Renders it into an empty buffer; the origin is of today, so has 19 digits. */
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
