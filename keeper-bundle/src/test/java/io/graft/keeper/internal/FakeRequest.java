package io.graft.keeper.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request to one route, without HTTP. */
record FakeRequest(String method, Map<String, String> path, Map<String, String> query, String json) implements Request {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What a route answers. */
    record Answer(int status, JsonNode body) {}

    Answer send(Routes routes, String template) throws IOException {
        Routes.Route route = routes.all().stream()
                .filter(each -> each.method().equals(method) && each.template().equals(template))
                .findFirst()
                .orElseThrow();
        Response response = route.handler().handle(this);
        if (response.jsonBody() == null) {
            return new Answer(response.status(), JSON.createObjectNode());
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            response.jsonBody().write(out);
        }
        return new Answer(response.status(), JSON.readTree(text.toString()));
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
        return query.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue())));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public String correlationId() {
        return "test";
    }

    @Override
    public byte[] body(long maxBytes) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public JsonParser parser(long maxBytes) throws IOException {
        return JSON.createParser(json);
    }

    @Override
    public <T> T bind(Class<T> type, long maxBytes) throws IOException {
        return JSON.readValue(json, type);
    }

    @Override
    public Optional<byte[]> formFile(String field, long maxBytes) {
        return Optional.empty();
    }
}
