package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.internal.json.JsonCodec;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that came through the servlet container. */
final class ServletRestRequest implements Request {

    private final HttpServletRequest request;
    private final RouteTree.Match match;
    private final String correlationId;
    private final JsonCodec codec;
    private final BodyReader reader;
    private Map<String, List<String>> query;
    private BodyReader.Body body;

    ServletRestRequest(
            HttpServletRequest request,
            RouteTree.Match match,
            String correlationId,
            JsonCodec codec,
            BodyReader reader) {
        this.request = request;
        this.match = match;
        this.correlationId = correlationId;
        this.codec = codec;
        this.reader = reader;
    }

    @Override
    public String method() {
        return match.endpoint().method();
    }

    @Override
    public String pathParam(String name) {
        return match.value(name);
    }

    @Override
    public Optional<String> queryParam(String name) {
        List<String> values = queryParams().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    @Override
    public Map<String, List<String>> queryParams() {
        if (query == null) {
            query = PercentCodec.decodeQuery(request.getQueryString());
        }
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public String correlationId() {
        return correlationId;
    }

    @Override
    public byte[] body(long maxBytes) throws IOException {
        if (body == null) {
            body = reader.read(request, maxBytes);
        }
        return body.bytes();
    }

    @Override
    public JsonParser parser(long maxBytes) throws IOException {
        boolean cbor = isCbor();
        return codec.parser(body(maxBytes), cbor);
    }

    @Override
    public <T> T bind(Class<T> type, long maxBytes) throws IOException {
        boolean cbor = isCbor();
        return codec.bind(body(maxBytes), cbor, type);
    }

    @Override
    public Optional<byte[]> formFile(String field, long maxBytes) throws IOException {
        String contentType = request.getContentType();
        if (MediaType.of(contentType) != MediaType.MULTIPART) {
            throw ApiException.invalid("a file is sent as multipart/form-data, in the field '" + field + "'");
        }
        return MultipartForm.of(contentType, body(maxBytes)).file(field);
    }

    /** Gives back what the body took of the budget. */
    void release() {
        if (body != null) {
            body.release();
        }
    }

    private boolean isCbor() {
        String contentType = request.getContentType();
        return switch (MediaType.of(contentType)) {
            case JSON -> false;
            case CBOR -> true;
            case MULTIPART, OTHER ->
                throw new ApiException(
                        ErrorKind.UNSUPPORTED_MEDIA_TYPE,
                        "content type '" + Texts.shortened(contentType)
                                + "' is not supported here; send application/json in UTF-8 or application/cbor");
        };
    }
}
