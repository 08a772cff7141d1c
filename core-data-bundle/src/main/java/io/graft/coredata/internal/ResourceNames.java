package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads the body that a GET may have: {@code {"resourceNames":["a","b"]}}. */
final class ResourceNames {

    private static final int LARGEST = 1 << 20;

    private ResourceNames() {}

    /** The names in a request's body; empty for none. */
    static Set<String> read(Request request) throws IOException {
        if (request.body(LARGEST).length == 0) {
            return Set.of();
        }
        try (JsonParser parser = request.parser(LARGEST)) {
            return names(parser);
        }
    }

    private static Set<String> names(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw ApiException.invalid("the body should be an object: {\"resourceNames\":[...]}");
        }
        Set<String> names = Set.of();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!field.equalsIgnoreCase("resourceNames") || value == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (value == JsonToken.START_ARRAY) {
                names = array(parser);
            } else {
                throw ApiException.invalid(
                        "query criteria [resourceNames] not in expected format: an array of strings");
            }
        }
        if (parser.nextToken() != null) {
            throw ApiException.invalid("the body goes on after its object");
        }
        return names;
    }

    private static Set<String> array(JsonParser parser) throws IOException {
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw ApiException.invalid("resourceNames should be an array of strings");
            }
            names.add(parser.getText());
        }
        return names;
    }
}
