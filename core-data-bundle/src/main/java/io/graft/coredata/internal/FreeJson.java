package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.graft.api.model.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Takes values of free form from a body as JSON text. */
final class FreeJson {

    private final JsonFactory json = new JsonFactory();

    /**
     * Takes the value at which a parser stands: from JSON exactly as it was sent, from CBOR translated. The parser then
     * stands at the value's end.
     *
     * @param body in which that is what the parser reads
     * @param bodyStart where that begins
     */
    JsonText take(JsonParser parser, byte[] body, int bodyStart) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser instanceof CBORParser || start < 0) {
            return translate(parser);
        }
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        return new JsonText(new String(body, bodyStart + start, end - start, StandardCharsets.UTF_8));
    }

    private JsonText translate(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.copyCurrentStructure(parser);
        }
        return new JsonText(text.toString());
    }
}
