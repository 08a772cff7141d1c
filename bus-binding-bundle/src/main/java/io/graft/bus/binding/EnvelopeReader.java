package io.graft.bus.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.bus.binding.Envelope.Head;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one envelope. */
final class EnvelopeReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final CBORFactory CBOR = CBORFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] message;
    private final boolean cbor;
    private String apiVersion = "";
    private String receivedTopic = "";
    private String correlationId = "";
    private String requestId = "";
    private int errorCode;
    private String contentType = "";
    private Map<String, String> queryParams = Map.of();
    private Payload payload = Payload.NONE;

    private EnvelopeReader(byte[] message) {
        this.message = message;
        // A map, or a tag in front of one.
        cbor = (message[0] & 0xE0) == 0xA0 || (message[0] & 0xE0) == 0xC0;
    }

    static Envelope read(byte[] message) {
        if (message.length == 0) {
            throw new EnvelopeException("the message is empty");
        }
        EnvelopeReader reader = new EnvelopeReader(message);
        try (JsonParser parser = (reader.cbor ? CBOR : JSON).createParser(message)) {
            reader.fields(parser);
            return reader.envelope();
        } catch (JsonProcessingException e) {
            throw new EnvelopeException(
                    "the envelope is no valid " + (reader.cbor ? "CBOR" : "JSON") + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new EnvelopeException("the envelope can't be read: " + e.getMessage(), e);
        }
    }

    private void fields(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new EnvelopeException("the envelope is no object");
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (key.toLowerCase(Locale.ROOT)) {
                case "apiversion" -> apiVersion = text(key, parser);
                case "receivedtopic" -> receivedTopic = text(key, parser);
                case "correlationid" -> correlationId = text(key, parser);
                case "requestid" -> requestId = text(key, parser);
                case "contenttype" -> contentType = text(key, parser);
                case "errorcode" -> errorCode = number(key, parser);
                case "queryparams" -> queryParams = params(key, parser);
                case "payload" -> payload = Payload.read(message, cbor, value, parser);
                default -> parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new EnvelopeException("there is something after the envelope");
        }
    }

    private Envelope envelope() {
        Payload bytes = payload.decode(contentType.strip());
        Head head = new Head(
                apiVersion, receivedTopic, correlationId, requestId, errorCode, bytes.contentType(), queryParams);
        return new Envelope(head, bytes.buffer(), bytes.offset(), bytes.length());
    }

    private static String text(String key, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> "";
            default -> throw new EnvelopeException(key + " of the envelope is no string");
        };
    }

    private static int number(String key, JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> parser.getIntValue();
            case VALUE_NULL -> 0;
            default -> throw new EnvelopeException(key + " of the envelope is no integer");
        };
    }

    private static Map<String, String> params(String key, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new EnvelopeException(key + " of the envelope is no object");
        }
        Map<String, String> params = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue()) {
                throw new EnvelopeException(key + "." + name + " of the envelope is no string");
            }
            params.put(name, value == JsonToken.VALUE_NULL ? "" : parser.getText());
        }
        return Map.copyOf(params);
    }
}
