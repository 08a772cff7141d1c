package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.api.model.JsonText;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The encodings in which events come: opens parsers and takes free JSON from them as text. */
final class EventFormat {

    /** A body's encoding. */
    enum Encoding {
        JSON,
        CBOR
    }

    // Strings are bounded by the body, which is bounded by MaxEventSize; the rest keeps Jackson's limits.
    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();
    private final CBORFactory cbor = CBORFactory.builder()
            .streamReadConstraints(LIMITS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /**
     * The encoding that a content type names; JSON where there is none.
     *
     * @throws ApiException 415 if it names another one
     */
    static Encoding encoding(String contentType) {
        if (contentType.isEmpty() || contentType.equals("application/json")) {
            return Encoding.JSON;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json", "" -> Encoding.JSON;
            case "application/cbor" -> Encoding.CBOR;
            default ->
                throw new ApiException(
                        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                        "content type '" + type + "' is not supported; send application/json or application/cbor");
        };
    }

    /** A parser of a whole body. */
    JsonParser parser(byte[] body, Encoding encoding) throws IOException {
        return encoding == Encoding.JSON ? json.createParser(body) : cbor.createParser(body);
    }

    /**
     * Takes the value at which a parser stands as JSON text: from JSON exactly as it was sent, from CBOR translated. The
     * parser then stands at the value's end.
     */
    JsonText take(JsonParser parser, byte[] body, Encoding encoding) throws IOException {
        if (encoding == Encoding.CBOR) {
            StringWriter text = new StringWriter();
            try (JsonGenerator out = json.createGenerator(text)) {
                out.copyCurrentStructure(parser);
            }
            return new JsonText(text.toString());
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new JsonText(new String(body, start, end - start, StandardCharsets.UTF_8));
    }
}
