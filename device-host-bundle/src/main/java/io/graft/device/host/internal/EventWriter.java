package io.graft.device.host.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Writes a sample as EdgeX's request to add an event. */
final class EventWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 6 << 10;

    private EventWriter() {}

    /**
     * The request.
     *
     * @param sample not empty
     * @param at when it was measured
     */
    static byte[] write(Sample sample, UUID id, Instant at) {
        long origin = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", "v3");
            out.writeObjectFieldStart("event");
            out.writeStringField("apiVersion", "v3");
            out.writeStringField("id", id.toString());
            out.writeStringField("deviceName", Inventory.DEVICE);
            out.writeStringField("profileName", Inventory.PROFILE);
            out.writeStringField("sourceName", Inventory.SOURCE);
            out.writeNumberField("origin", origin);
            out.writeArrayFieldStart("readings");
            for (Map.Entry<HostResource, String> each : sample.values().entrySet()) {
                reading(out, each.getKey(), each.getValue(), origin);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void reading(JsonGenerator out, HostResource resource, String value, long origin)
            throws IOException {
        out.writeStartObject();
        out.writeNumberField("origin", origin);
        out.writeStringField("deviceName", Inventory.DEVICE);
        out.writeStringField("resourceName", resource.label());
        out.writeStringField("profileName", Inventory.PROFILE);
        out.writeStringField("valueType", resource.valueType());
        if (!resource.units().isEmpty()) {
            out.writeStringField("units", resource.units());
        }
        out.writeStringField("value", value);
        out.writeEndObject();
    }
}
