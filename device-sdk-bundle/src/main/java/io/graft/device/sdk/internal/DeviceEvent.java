package io.graft.device.sdk.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An event as it is sent.
 *
 * @param origin nanoseconds since the epoch
 * @param readings one or more
 */
record DeviceEvent(
        UUID id,
        String device,
        String profile,
        String source,
        long origin,
        List<Measured> readings,
        Map<String, Object> tags) {

    static final String JSON = "application/json";
    static final String CBOR = "application/cbor";

    private static final JsonFactory AS_JSON = Json.MAPPER.getFactory();
    private static final JsonFactory AS_CBOR = new CBORFactory(Json.MAPPER);
    private static final int USUAL_SIZE = 1 << 10;
    private static final String VERSION = "v3";

    /**
     * A reading.
     *
     * @param valueType of what is sent: text after a mapping
     * @param value as {@link Values} has it, or null for none
     * @param origin nanoseconds since the epoch
     */
    record Measured(DeviceResource resource, ValueType valueType, Object value, long origin) {}

    /** The same event with some of its readings. */
    DeviceEvent only(List<Measured> some) {
        return new DeviceEvent(id, device, profile, source, origin, some, tags);
    }

    /** JSON, or CBOR if there is a binary value. */
    String contentType() {
        return readings.stream().anyMatch(each -> each.value instanceof byte[]) ? CBOR : JSON;
    }

    /** EdgeX's request to add this event. */
    byte[] request() {
        return write(out -> {
            out.writeStringField("apiVersion", VERSION);
            out.writeStringField("requestId", UUID.randomUUID().toString());
        });
    }

    /** The answer to a command that has read this event. */
    byte[] response(String requestId) {
        return write(out -> {
            out.writeStringField("apiVersion", VERSION);
            if (!requestId.isEmpty()) {
                out.writeStringField("requestId", requestId);
            }
            out.writeNumberField("statusCode", 200);
        });
    }

    private interface Head {
        void write(JsonGenerator out) throws IOException;
    }

    private byte[] write(Head head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator out = (contentType().equals(JSON) ? AS_JSON : AS_CBOR).createGenerator(bytes)) {
            out.writeStartObject();
            head.write(out);
            out.writeObjectFieldStart("event");
            out.writeStringField("apiVersion", VERSION);
            out.writeStringField("id", id.toString());
            out.writeStringField("deviceName", device);
            out.writeStringField("profileName", profile);
            out.writeStringField("sourceName", source);
            out.writeNumberField("origin", origin);
            out.writeArrayFieldStart("readings");
            for (Measured each : readings) {
                write(out, each);
            }
            out.writeEndArray();
            tags(out, tags);
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an event can't be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out, Measured reading) throws IOException {
        out.writeStartObject();
        out.writeNumberField("origin", reading.origin);
        out.writeStringField("deviceName", device);
        out.writeStringField("resourceName", reading.resource.name());
        out.writeStringField("profileName", profile);
        out.writeStringField("valueType", reading.valueType.edgexName());
        if (!reading.resource.units().isEmpty()) {
            out.writeStringField("units", reading.resource.units());
        }
        value(out, reading);
        tags(out, reading.resource.tags());
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, Measured reading) throws IOException {
        switch (reading.valueType) {
            case BINARY -> {
                if (reading.value == null) {
                    out.writeNullField("binaryValue");
                } else {
                    out.writeBinaryField("binaryValue", (byte[]) reading.value);
                    out.writeStringField("mediaType", reading.resource.mediaType());
                }
            }
            case OBJECT, OBJECT_ARRAY -> out.writePOJOField("objectValue", reading.value);
            default -> {
                if (reading.value == null) {
                    out.writeNullField("value");
                } else {
                    out.writeStringField("value", Values.text(reading.valueType, reading.value));
                }
            }
        }
    }

    private static void tags(JsonGenerator out, Map<String, Object> tags) throws IOException {
        if (!tags.isEmpty()) {
            out.writePOJOField("tags", tags);
        }
    }
}
