package io.graft.bus.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * EdgeX's envelope of a message. The payload is a part of an array that nobody changes and that is not copied. Immutable
 * but for that.
 */
public final class Envelope {

    /** The content type of JSON. */
    public static final String JSON = "application/json";

    /** The content type of CBOR. */
    public static final String CBOR = "application/cbor";

    /** The content type of text, in UTF-8. */
    public static final String TEXT = "text/plain";

    private static final String VERSION = "v3";
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = ",\"payload\":".getBytes(StandardCharsets.US_ASCII);

    /** All but the payload. */
    record Head(
            String apiVersion,
            String receivedTopic,
            String correlationId,
            String requestId,
            int errorCode,
            String contentType,
            Map<String, String> queryParams) {

        Head {
            Objects.requireNonNull(apiVersion, "apiVersion");
            Objects.requireNonNull(receivedTopic, "receivedTopic");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(contentType, "contentType");
        }
    }

    private final Head head;
    private final byte[] buffer;
    private final int offset;
    private final int length;

    Envelope(Head head, byte[] buffer, int offset, int length) {
        this.head = head;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Reads an envelope of any form: as JSON or CBOR, of EdgeX 3 or 4, the payload inline or in base64. Keys may be
     * written in upper or lower case; unknown ones are ignored. A payload inline is not copied: {@link #buffer} is the
     * message then.
     *
     * @throws EnvelopeException if it is none; says what is wrong
     */
    public static Envelope read(byte[] message) {
        return EnvelopeReader.read(message);
    }

    /** An envelope of JSON, with a correlation id of its own and no request id. */
    public static Envelope json(byte[] payload) {
        return of(payload, JSON);
    }

    /** An envelope with a correlation id of its own and no request id. */
    public static Envelope of(byte[] payload, String contentType) {
        Head head = new Head(VERSION, "", UUID.randomUUID().toString(), "", 0, contentType, Map.of());
        return new Envelope(head, payload, 0, payload.length);
    }

    /** The reply to this request: with its correlation id and request id. */
    public Envelope reply(byte[] payload, String contentType) {
        Head reply = new Head(VERSION, "", head.correlationId, head.requestId, 0, contentType, Map.of());
        return new Envelope(reply, payload, 0, payload.length);
    }

    /** The reply to this request that says that it has failed. */
    public Envelope error(String message) {
        return reply(message.getBytes(StandardCharsets.UTF_8), TEXT).withErrorCode(1);
    }

    /** EdgeX's version of the API, e.g. {@code v3}; may be empty. */
    public String apiVersion() {
        return head.apiVersion;
    }

    /** The topic that somebody has received it from; mostly empty. */
    public String receivedTopic() {
        return head.receivedTopic;
    }

    /** What belongs together has the same; may be empty. */
    public String correlationId() {
        return head.correlationId;
    }

    /** The id of a request, and of its reply; may be empty. */
    public String requestId() {
        return head.requestId;
    }

    /** 0 for none; otherwise the payload says what is wrong. */
    public int errorCode() {
        return head.errorCode;
    }

    /** What the bytes of the payload are, e.g. {@value #JSON}. */
    public String contentType() {
        return head.contentType;
    }

    /** Parameters of a request; never null. */
    public Map<String, String> queryParams() {
        return head.queryParams;
    }

    /** This one with another correlation id. */
    public Envelope withCorrelationId(String id) {
        return with(new Head(
                head.apiVersion,
                head.receivedTopic,
                id,
                head.requestId,
                head.errorCode,
                head.contentType,
                head.queryParams));
    }

    /** This one with another request id. */
    public Envelope withRequestId(String id) {
        return with(new Head(
                head.apiVersion,
                head.receivedTopic,
                head.correlationId,
                id,
                head.errorCode,
                head.contentType,
                head.queryParams));
    }

    /** This one with another error code. */
    public Envelope withErrorCode(int code) {
        return with(new Head(
                head.apiVersion,
                head.receivedTopic,
                head.correlationId,
                head.requestId,
                code,
                head.contentType,
                head.queryParams));
    }

    /** This one with other parameters. */
    public Envelope withQueryParams(Map<String, String> params) {
        return with(new Head(
                head.apiVersion,
                head.receivedTopic,
                head.correlationId,
                head.requestId,
                head.errorCode,
                head.contentType,
                Map.copyOf(params)));
    }

    /** What the payload is in, from {@link #offset} on, {@link #length} bytes. Not to be changed. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the payload begins in {@link #buffer}. */
    public int offset() {
        return offset;
    }

    /** How many bytes the payload has. */
    public int length() {
        return length;
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /** The payload as text. */
    public String text() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }

    /** This envelope in JSON, as EdgeX 4 writes it: JSON and text inline, all else in base64. */
    public byte[] write() {
        return write(false);
    }

    /**
     * This envelope in JSON.
     *
     * @param base64 writes every payload in base64, as EdgeX 3 does
     */
    public byte[] write(boolean base64) {
        byte[] fields = fields();
        ByteBuffer payload = form(base64);
        ByteBuffer message = ByteBuffer.allocate(fields.length + PAYLOAD.length + payload.remaining());
        message.put(fields, 0, fields.length - 1).put(PAYLOAD).put(payload).put((byte) '}');
        return message.array();
    }

    @Override
    public String toString() {
        return "Envelope[" + head + ", " + length + " bytes]";
    }

    private Envelope with(Head other) {
        return new Envelope(other, buffer, offset, length);
    }

    /** The payload as a value of JSON. */
    private ByteBuffer form(boolean base64) {
        if (length == 0) {
            return ByteBuffer.wrap(NULL);
        }
        if (!base64 && head.contentType.equals(JSON)) {
            return ByteBuffer.wrap(buffer, offset, length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + length / 2);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            if (!base64 && head.contentType.equals(TEXT)) {
                json.writeString(text());
            } else {
                json.writeBinary(buffer, offset, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private byte[] fields() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("apiVersion", head.apiVersion);
            json.writeStringField("receivedTopic", head.receivedTopic);
            json.writeStringField("correlationID", head.correlationId);
            json.writeStringField("requestID", head.requestId);
            json.writeNumberField("errorCode", head.errorCode);
            json.writeStringField("contentType", head.contentType);
            if (!head.queryParams.isEmpty()) {
                json.writeObjectFieldStart("queryParams");
                for (Map.Entry<String, String> each : head.queryParams.entrySet()) {
                    json.writeStringField(each.getKey(), each.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }
}
