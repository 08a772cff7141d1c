package io.graft.coredata.internal;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.graft.api.model.JsonText;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The tokens of one body, read as the types that the API has; a wrong type names the field. */
final class Tokens {

    private static final int SHOWN = 100;
    private static final String HALF = " field holds half a surrogate pair, which is no Unicode text";

    private final JsonParser parser;
    private final byte[] body;
    private final int bodyStart;
    private final FreeJson freeJson;
    private final NameCache names;

    Tokens(JsonParser parser, byte[] body, int bodyStart, FreeJson freeJson, NameCache names) {
        this.parser = parser;
        this.body = body;
        this.bodyStart = bodyStart;
        this.freeJson = freeJson;
        this.names = names;
    }

    /** Goes to the next token, which must exist. */
    JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw ApiException.invalid("AddEventRequest is empty or cut short; send one object");
        }
        return token;
    }

    /** Goes to the next field of the object; null at its end. */
    String nextField() throws IOException {
        return parser.nextFieldName();
    }

    JsonToken current() {
        return parser.currentToken();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Passes over the current value. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    void requireObject(String owner) throws IOException {
        if (current() != JsonToken.START_OBJECT) {
            throw ApiException.invalid(owner + " should be an object, not " + kind());
        }
    }

    /** Notes in a bit set that a field was seen; it must not have been before. */
    int once(int seen, int bit, String owner, String name) {
        if ((seen & bit) != 0) {
            throw twice(owner, name);
        }
        return seen | bit;
    }

    /** A string; null is empty. */
    String text(String owner, String field) throws IOException {
        if (!isString(owner, field)) {
            return "";
        }
        return unicode(owner, field, parser.getText());
    }

    /** A string that other events are likely to have too; null is empty. */
    String name(String owner, String field) throws IOException {
        if (!isString(owner, field)) {
            return "";
        }
        String name = names.get(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        return unicode(owner, field, name);
    }

    /** An integer of 64 bits; null is 0. */
    long integer(String owner, String field) throws IOException {
        if (isNull()) {
            return 0;
        }
        if (current() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        throw mismatch(owner, field, "an integer of 64 bits");
    }

    /** The members of an object as JSON; null and the empty object are null. */
    JsonText members(String owner, String field) throws IOException {
        if (isNull()) {
            return null;
        }
        if (current() != JsonToken.START_OBJECT) {
            throw mismatch(owner, field, "an object");
        }
        JsonText object = json();
        return object.text().substring(1, object.text().length() - 1).isBlank() ? null : object;
    }

    /** Any value as JSON. */
    JsonText json() throws IOException {
        return freeJson.take(parser, body, bodyStart);
    }

    /** Bytes: base64 in a string, or a byte string of CBOR; null is null. */
    byte[] bytes(String owner, String field) throws IOException {
        if (isNull()) {
            return null;
        }
        if (current() == JsonToken.VALUE_EMBEDDED_OBJECT && parser.getEmbeddedObject() instanceof byte[] raw) {
            return raw;
        }
        if (current() != JsonToken.VALUE_STRING) {
            throw mismatch(owner, field, "base64 in a string");
        }
        try {
            // The parser of CBOR decodes no strings; that of JSON does, without making them first.
            return parser instanceof CBORParser
                    ? Base64Variants.MIME_NO_LINEFEEDS.decode(parser.getText())
                    : parser.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS);
        } catch (StreamReadException | IllegalArgumentException e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID,
                    owner + "." + goName(field) + " field is not base64: " + e.getMessage(),
                    e);
        }
    }

    /** A value that is kept as text: a string as it is, a number or Boolean as written, an array with brackets. */
    String value(String owner, String field) throws IOException {
        return switch (current()) {
            case VALUE_STRING -> text(owner, field);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
            case VALUE_NULL -> null;
            case START_ARRAY -> array(owner, field);
            default -> throw mismatch(owner, field, "a string, number, boolean, array or null");
        };
    }

    private String array(String owner, String field) throws IOException {
        StringBuilder text = new StringBuilder("[");
        while (next() != JsonToken.END_ARRAY) {
            if (text.length() > 1) {
                text.append(", ");
            }
            switch (current()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> text.append(parser.getText());
                case VALUE_STRING -> text.append(json().text());
                default -> throw mismatch(owner, field, "an array of strings, numbers or booleans");
            }
        }
        return text.append(']').toString();
    }

    /** What a field of the wrong type is answered with. */
    ApiException mismatch(String owner, String field, String expected) {
        return ApiException.invalid(owner + "." + goName(field) + " field should be " + expected + ", not " + kind());
    }

    /** What a field that occurs twice, in whatever case, is answered with. */
    static ApiException twice(String owner, String name) {
        return ApiException.invalid(owner + "." + goName(shown(name)) + " field is there twice");
    }

    /** Whether a name is there and not blank; if not, that is a failure. */
    static boolean requireName(Failures failures, String owner, String field, String name) {
        if (name.isEmpty()) {
            failures.add(owner + "." + goName(field), "is required");
            return false;
        }
        if (name.isBlank()) {
            failures.add(owner + "." + goName(field), "should not be empty string");
            return false;
        }
        return true;
    }

    private boolean isString(String owner, String field) {
        if (isNull()) {
            return false;
        }
        if (current() != JsonToken.VALUE_STRING) {
            throw mismatch(owner, field, "a string");
        }
        return true;
    }

    private static String unicode(String owner, String field, String text) {
        if (!isUnicode(text)) {
            throw ApiException.invalid(owner + "." + goName(field) + HALF);
        }
        return text;
    }

    /** Whether a text holds no half surrogate pair, which no store and no answer could hold. */
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /** Refuses a field's name that is no Unicode text. */
    static void requireUnicode(String owner, String name) {
        if (!isUnicode(name)) {
            throw ApiException.invalid(owner + ": the name of a" + HALF);
        }
    }

    /** The name that EdgeX's messages give a field. */
    static String goName(String jsonName) {
        return jsonName.isEmpty() ? jsonName : Character.toUpperCase(jsonName.charAt(0)) + jsonName.substring(1);
    }

    /** A client's text, short enough for a message. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private String kind() {
        return switch (current()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "bytes";
        };
    }
}
