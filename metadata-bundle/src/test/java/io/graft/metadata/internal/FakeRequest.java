package io.graft.metadata.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as the router would pass it on. */
record FakeRequest(
        String method,
        Map<String, String> pathParams,
        Map<String, List<String>> queryParams,
        Map<String, String> headers,
        String text)
        implements Request {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public String pathParam(String name) {
        return pathParams.get(name);
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(queryParams.get(name)).map(values -> values.get(0));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String correlationId() {
        return "test";
    }

    @Override
    public byte[] body(long maxBytes) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length > maxBytes) {
            throw new ApiException(ErrorKind.LIMIT_EXCEEDED, "too large");
        }
        return content;
    }

    @Override
    public JsonParser parser(long maxBytes) throws IOException {
        return JSON.createParser(body(maxBytes));
    }

    @Override
    public <T> T bind(Class<T> type, long maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> formFile(String field, long maxBytes) {
        return text.isEmpty() ? Optional.empty() : Optional.of(body(maxBytes));
    }
}
