package io.graft.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a handler answers. Immutable; the body is written when the response is sent. */
public final class Response {

    /** The content type of JSON answers: without a charset, since EdgeX's clients compare it as text. */
    public static final String JSON = "application/json";

    /** The API version that every envelope names. */
    public static final String API_VERSION = "v3";

    /** Writes JSON. */
    @FunctionalInterface
    public interface JsonBody {

        /** Writes to the generator, without closing it. */
        void write(JsonGenerator out) throws IOException;
    }

    private final int status;
    private final String contentType;
    private final byte[] bytes;
    private final JsonBody json;
    private final Map<String, String> headers;
    private final Runnable end;

    private Response(
            int status, String contentType, byte[] bytes, JsonBody json, Map<String, String> headers, Runnable end) {
        this.status = status;
        this.contentType = contentType;
        this.bytes = bytes;
        this.json = json;
        this.headers = headers;
        this.end = end;
    }

    private Response(int status, String contentType, byte[] bytes, JsonBody json) {
        this(status, contentType, bytes, json, Map.of(), () -> {});
    }

    /** A body of bytes, which must not be changed afterwards. */
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, Objects.requireNonNull(contentType), Objects.requireNonNull(body), null);
    }

    /** No body. */
    public static Response empty(int status) {
        return new Response(status, null, new byte[0], null);
    }

    /** A JSON value of any shape. */
    public static Response json(int status, JsonBody body) {
        return new Response(status, JSON, null, Objects.requireNonNull(body));
    }

    /** EdgeX's envelope: {@code apiVersion}, {@code statusCode} and the fields that the body writes into the object. */
    public static Response envelope(int status, JsonBody fields) {
        return json(status, out -> {
            out.writeStartObject();
            out.writeStringField("apiVersion", API_VERSION);
            out.writeNumberField("statusCode", status);
            fields.write(out);
            out.writeEndObject();
        });
    }

    /** EdgeX's envelope without more. */
    public static Response envelope(int status) {
        return envelope(status, out -> {});
    }

    /** The same response with one more header. */
    public Response header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, contentType, bytes, json, more, end);
    }

    /**
     * The same response with something to do once it has been sent or could not be, e.g. to give back what its body
     * holds. It must be quick and not throw.
     */
    public Response whenDone(Runnable action) {
        return new Response(status, contentType, bytes, json, headers, Objects.requireNonNull(action));
    }

    public int status() {
        return status;
    }

    /** The content type, or null where there is no body. */
    public String contentType() {
        return contentType;
    }

    /** Headers besides the content's type and length. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The bytes of the body, or null where it is JSON still to be written. */
    public byte[] bytes() {
        return bytes;
    }

    /** What to do once it has been sent or could not be. */
    public Runnable end() {
        return end;
    }

    /** The JSON of the body, or null where it is bytes. */
    public JsonBody jsonBody() {
        return json;
    }
}
