package io.graft.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.rest.internal.json.JsonCodec;
import io.graft.rest.internal.json.JsonErrors;
import java.io.IOException;

/**
 * Reads JSON and CBOR that has come by another way than in a request, e.g. over the message bus, within the limits that
 * hold for the bodies of requests. Safe for use by many threads.
 */
public final class Payloads {

    private final JsonCodec codec = new JsonCodec();

    /**
     * A token stream over a part of an array. Close it.
     *
     * @throws ApiException if it is JSON, and no UTF-8
     */
    public JsonParser parser(byte[] bytes, int offset, int length, boolean cbor) throws IOException {
        return codec.parser(bytes, offset, length, cbor);
    }

    /** Says in plain words what is wrong with what a parser has read. */
    public static String explain(JsonProcessingException failure) {
        return JsonErrors.explain(failure).getMessage();
    }
}
