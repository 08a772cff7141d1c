package io.graft.metadata.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.persistence.StoreException;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.rest.ApiException;
import io.graft.rest.Response;
import io.graft.rest.Routes.Route;
import io.graft.rest.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** core-metadata on a store in memory, called as the REST engine calls it. */
final class Api {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * What was answered.
     *
     * @param status the HTTP status
     * @param body the JSON, or the text where it is none
     */
    record Answer(int status, JsonNode body) {

        String message() {
            return body.path("message").asText();
        }

        /** The one item of a 207. */
        JsonNode item() {
            if (status != 207 || body.size() != 1) {
                throw new AssertionError("no single item: " + this);
            }
            return body.get(0);
        }

        int itemStatus() {
            return item().get("statusCode").asInt();
        }

        String itemMessage() {
            return item().path("message").asText();
        }

        String id() {
            return item().path("id").asText();
        }

        long total() {
            return body.get("totalCount").asLong();
        }

        /** The names of the items of the list. */
        List<String> names(String key) {
            return Stream.of(MAPPER.convertValue(body.get(key), JsonNode[].class))
                    .map(item -> item.get("name").asText())
                    .toList();
        }
    }

    final MemoryDocuments store = new MemoryDocuments();
    final Map<String, Object> configuration = new HashMap<>();
    final MemoryBus bus = new MemoryBus();
    final Validators validators = new Validators(bus);
    final MetadataService service = new MetadataService(new NoMetrics(), TestBus.around(bus), configuration);

    Api() {
        service.bindDocuments(store, Map.of("persistence.provider", "memory"));
    }

    /** Changes the configuration. */
    Api configure(String property, Object value) {
        configuration.put(property, value);
        service.modified(configuration);
        return this;
    }

    /** The settings in force by EdgeX's names. */
    Map<String, Object> settingsByPath() {
        return service.settings().stream().collect(Collectors.toMap(Setting::path, Setting::value));
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer delete(String path) {
        return call("DELETE", path, "");
    }

    Answer post(String path, String body) {
        return call("POST", path, body);
    }

    Answer put(String path, String body) {
        return call("PUT", path, body);
    }

    Answer patch(String path, String body) {
        return call("PATCH", path, body);
    }

    Answer call(String method, String path, String body) {
        return call(method, path, body, Map.of());
    }

    Answer call(String method, String path, String body, Map<String, String> headers) {
        String[] parts = path.split("\\?", 2);
        String[] segments = parts[0].split("/");
        Map<String, String> params = new HashMap<>();
        Route route = service.routes().all().stream()
                .filter(candidate -> candidate.method().equals(method))
                .filter(candidate -> matches(candidate.template().split("/"), segments))
                .min((a, b) -> a.template()
                        .replace('{', '\uffff')
                        .compareTo(b.template().replace('{', '\uffff')))
                .orElseThrow(() -> new AssertionError("no route for " + method + " " + path));
        String[] template = route.template().split("/");
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                params.put(template[i].substring(1, template[i].length() - 1), decoded(segments[i]));
            }
        }
        FakeRequest request = new FakeRequest(method, params, query(parts), headers, body);
        try {
            return rendered(handled(route, request));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Response handled(Route route, FakeRequest request) throws IOException {
        try {
            return route.handler().handle(request);
        } catch (ApiException e) {
            return failure(e);
        } catch (StoreException e) {
            return failure(ApiException.of(e));
        }
    }

    private static Response failure(ApiException e) {
        return Response.envelope(e.kind().status(), out -> out.writeStringField("message", e.getMessage()));
    }

    private static Answer rendered(Response response) throws IOException {
        if (response.jsonBody() == null) {
            String text = new String(response.bytes(), StandardCharsets.UTF_8);
            return new Answer(response.status(), MAPPER.getNodeFactory().textNode(text));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
            response.jsonBody().write(out);
        }
        return new Answer(response.status(), MAPPER.readTree(bytes.toByteArray()));
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (!template[i].startsWith("{") && !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, List<String>> query(String[] parts) {
        if (parts.length == 1) {
            return Map.of();
        }
        return Stream.of(parts[1].split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(decoded(pair[1]))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
