package io.graft.bus.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The payload of an envelope: as it was found, and then as the bytes that are meant.
 *
 * @param form how it was found; INLINE once it is decoded
 * @param contentType what the bytes are, as far as their place says it; empty for whatever the envelope says
 * @param buffer what it is in
 * @param offset where it begins
 * @param length how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
record Payload(Form form, String contentType, byte[] buffer, int offset, int length) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] EMPTY = {};

    enum Form {
        /** The bytes themselves. */
        INLINE,
        /** A string of JSON with its quotes. */
        QUOTED,
        /** Text in UTF-8. */
        TEXT
    }

    static final Payload NONE = new Payload(Form.INLINE, "", EMPTY, 0, 0);

    /** Reads the value at which the parser is, and leaves it at its end. */
    static Payload read(byte[] message, boolean cbor, JsonToken value, JsonParser parser) throws IOException {
        return switch (value) {
            case VALUE_NULL -> NONE;
            case VALUE_EMBEDDED_OBJECT -> of(Form.INLINE, "", parser.getBinaryValue());
            case VALUE_STRING ->
                cbor
                        ? of(Form.TEXT, "", parser.getText().getBytes(StandardCharsets.UTF_8))
                        : quoted(message, at(parser.currentTokenLocation().getByteOffset()));
            default -> inline(message, cbor ? Envelope.CBOR : Envelope.JSON, parser);
        };
    }

    private static Payload inline(byte[] message, String contentType, JsonParser parser) throws IOException {
        int start = at(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        int end = at(parser.currentLocation().getByteOffset());
        return new Payload(Form.INLINE, contentType, message, start, end - start);
    }

    private static Payload quoted(byte[] message, int quote) {
        return new Payload(Form.QUOTED, "", message, quote, stringEnd(message, quote) - quote);
    }

    /**
     * The bytes that are meant, and what they are.
     *
     * @param said the content type that the envelope says; may be empty
     */
    Payload decode(String said) {
        String type = !contentType.isEmpty() ? contentType : said.isEmpty() ? Envelope.JSON : said;
        return switch (form) {
            case INLINE -> new Payload(Form.INLINE, type, buffer, offset, length);
            case QUOTED -> decode(type, escaped() ? unquote() : slice(offset + 1, offset + length - 1));
            case TEXT -> decode(type, this);
        };
    }

    /**
     * What a string holds: base64, but for text, and for a string that is the payload itself. EdgeX 3 puts text in base64,
     * EdgeX 4 does not, and neither says so: what gives text when it is decoded was base64.
     */
    private Payload decode(String type, Payload string) {
        byte[] bytes = string.base64();
        boolean meant = bytes != null
                && switch (type) {
                    case Envelope.JSON -> bytes.length == 0 || beginsJson(bytes);
                    case Envelope.TEXT -> isText(bytes);
                    default -> true;
                };
        if (meant) {
            return of(Form.INLINE, type, bytes);
        }
        return switch (type) {
            case Envelope.TEXT -> new Payload(Form.INLINE, type, string.buffer, string.offset, string.length);
            case Envelope.JSON -> quoted(string);
            default ->
                throw new EnvelopeException(
                        "payload of the envelope is a string that is no base64, and its contentType is " + type);
        };
    }

    /** The string as a value of JSON. */
    private Payload quoted(Payload string) {
        if (form == Form.QUOTED) {
            return new Payload(Form.INLINE, Envelope.JSON, buffer, offset, length);
        }
        return new Payload(Form.INLINE, Envelope.TEXT, string.buffer, string.offset, string.length);
    }

    /** What it holds as base64; null if it is none. */
    private byte[] base64() {
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(buffer, offset, length));
            return decoded.remaining() == decoded.array().length
                    ? decoded.array()
                    : Arrays.copyOf(decoded.array(), decoded.remaining());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean escaped() {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private Payload unquote() {
        try (JsonParser parser = JSON.createParser(buffer, offset, length)) {
            parser.nextToken();
            return of(Form.TEXT, "", parser.getText().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EnvelopeException("payload of the envelope is no valid string: " + e.getMessage(), e);
        }
    }

    private Payload slice(int from, int to) {
        return new Payload(Form.TEXT, "", buffer, from, to - from);
    }

    private static Payload of(Form form, String contentType, byte[] bytes) {
        return new Payload(form, contentType, bytes, 0, bytes.length);
    }

    private static boolean beginsJson(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && each != '\t' && each != '\n' && each != '\r') {
                return each > 0 && "{[\"-0123456789tfn".indexOf(each) >= 0;
            }
        }
        return false;
    }

    private static boolean isText(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.chars().noneMatch(c -> c != '\n' && c != '\r' && c != '\t' && Character.isISOControl(c));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static int stringEnd(byte[] message, int quote) {
        for (int i = quote + 1; i < message.length; i++) {
            if (message[i] == '"') {
                return i + 1;
            }
            if (message[i] == '\\') {
                i++;
            }
        }
        throw new EnvelopeException("the envelope is no valid JSON: its payload does not end");
    }

    private static int at(long offset) {
        if (offset < 0) {
            throw new EnvelopeException("the envelope is no JSON in UTF-8");
        }
        return Math.toIntExact(offset);
    }
}
