package io.graft.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.EnvelopeException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** An event in one line. */
final class EventText {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final long NANOS = 1_000_000_000L;

    private EventText() {}

    /** The event in a message; null if there is none. */
    static JsonNode event(byte[] message) {
        try {
            Envelope envelope = Envelope.read(message);
            ObjectMapper mapper = envelope.contentType().equals(Envelope.CBOR) ? CBOR : JSON;
            JsonNode event = mapper.readTree(envelope.buffer(), envelope.offset(), envelope.length())
                    .path("event");
            return event.isObject() ? event : null;
        } catch (EnvelopeException | IOException e) {
            return null;
        }
    }

    /** E.g. {@code 14:02:31.120  this-machine  cpu  CpuLoad=3.1 %}. */
    static String line(JsonNode event) {
        long origin = event.path("origin").asLong();
        StringBuilder line = new StringBuilder()
                .append(TIME.format(Instant.ofEpochSecond(origin / NANOS, origin % NANOS)))
                .append("  ")
                .append(event.path("deviceName").asText())
                .append("  ")
                .append(event.path("sourceName").asText())
                .append(' ');
        for (JsonNode reading : event.path("readings")) {
            line.append(' ')
                    .append(reading.path("resourceName").asText())
                    .append('=')
                    .append(CommandView.value(reading));
            String units = reading.path("units").asText();
            if (!units.isEmpty()) {
                line.append(' ').append(units);
            }
        }
        return printable(line);
    }

    /** What comes from outside does not steer the terminal. */
    private static String printable(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text.setCharAt(i, ' ');
            }
        }
        return text.toString();
    }
}
