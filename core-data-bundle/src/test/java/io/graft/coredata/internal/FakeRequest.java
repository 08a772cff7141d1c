package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request without a server. */
final class FakeRequest implements Request {

    private final String method;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final byte[] content;

    FakeRequest(
            String method,
            Map<String, String> path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] content) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.content = content;
    }

    static FakeRequest get(Map<String, String> path, Map<String, String> query) {
        return new FakeRequest("GET", path, query, Map.of(), new byte[0]);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String pathParam(String name) {
        return path.get(name);
    }

    @Override
    public Optional<String> queryParam(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public Map<String, List<String>> queryParams() {
        throw new UnsupportedOperationException();
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
        if (content.length > maxBytes) {
            throw new ApiException(ErrorKind.LIMIT_EXCEEDED, "too large");
        }
        return content;
    }

    @Override
    public JsonParser parser(long maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T bind(Class<T> type, long maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> formFile(String field, long maxBytes) {
        throw new UnsupportedOperationException();
    }
}
