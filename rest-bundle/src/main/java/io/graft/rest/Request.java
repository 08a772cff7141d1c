package io.graft.rest;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A request as its handler sees it. Used by one thread. */
@ProviderType
public interface Request {

    /** GET, POST, PUT, PATCH or DELETE. */
    String method();

    /** The value of a path parameter, percent-decoded. */
    String pathParam(String name);

    /** The first value of a query parameter, decoded. */
    Optional<String> queryParam(String name);

    /** All query parameters, decoded. */
    Map<String, List<String>> queryParams();

    /** The value of a header, whatever the case of its name. */
    Optional<String> header(String name);

    /** The correlation id: the client's, or a new one. */
    String correlationId();

    /**
     * The whole body; may be asked for again, and together with {@link #parser}.
     *
     * @param maxBytes the largest body that is taken
     * @throws ApiException 413 if it is larger; 400 or 408 if it does not arrive whole or in time
     */
    byte[] body(long maxBytes) throws IOException;

    /**
     * The body as JSON or, when the content type is {@code application/cbor}, as CBOR: a token stream with limits on
     * depth, numbers and names. Close it.
     *
     * @param maxBytes the largest body that is taken
     * @throws ApiException 413 if it is larger; 415 if the content type is neither; 400 or 408 if it does not arrive
     *     whole or in time
     */
    JsonParser parser(long maxBytes) throws IOException;

    /**
     * The body bound to a type: JSON or CBOR, keys in any case, unknown keys ignored, no coercion between types.
     *
     * @param type a record or class, or a {@code Foo[].class} for an array
     * @param maxBytes the largest body that is taken
     * @throws ApiException as {@link #parser}; also 400 naming the field whose value does not fit
     */
    <T> T bind(Class<T> type, long maxBytes) throws IOException;

    /**
     * The content of one file of a {@code multipart/form-data} body.
     *
     * @param field the name of the form's field
     * @param maxBytes the largest body that is taken
     * @return the bytes, or empty if the form has no such file
     * @throws ApiException 413 if the body is larger; 400 if it is no such form
     */
    Optional<byte[]> formFile(String field, long maxBytes) throws IOException;
}
