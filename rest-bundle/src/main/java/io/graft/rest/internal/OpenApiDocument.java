package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI 3.0 description of a service, made from its routes. */
final class OpenApiDocument {

    private static final String ENVELOPE = "#/components/schemas/Envelope";

    private final String service;
    private final String version;
    private final Map<String, List<Routes.Route>> paths = new LinkedHashMap<>();

    /**
     * @param routes relative to {@link ServedService#API}
     */
    OpenApiDocument(String service, String version, List<Routes.Route> routes) {
        this.service = service;
        this.version = version;
        for (Routes.Route route : routes) {
            String path = route.template().replace("*}", "}");
            paths.computeIfAbsent(path, p -> new ArrayList<>()).add(route);
        }
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("openapi", "3.0.3");
        out.writeObjectFieldStart("info");
        out.writeStringField("title", service);
        out.writeStringField("version", version);
        out.writeEndObject();
        // Relative to where this document stands, so that it is right on the own and on the common port.
        out.writeArrayFieldStart("servers");
        out.writeStartObject();
        out.writeStringField("url", ".");
        out.writeEndObject();
        out.writeEndArray();
        out.writeObjectFieldStart("paths");
        for (Map.Entry<String, List<Routes.Route>> path : paths.entrySet()) {
            out.writeObjectFieldStart(path.getKey());
            for (Routes.Route route : path.getValue()) {
                operation(route, out);
            }
            out.writeEndObject();
        }
        out.writeEndObject();
        components(out);
        out.writeEndObject();
    }

    private void operation(Routes.Route route, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(route.method().toLowerCase(Locale.ROOT));
        out.writeStringField("summary", route.summary());
        out.writeArrayFieldStart("tags");
        out.writeString(service);
        out.writeEndArray();
        out.writeArrayFieldStart("parameters");
        for (String param : RouteTree.paramsOf(route.template())) {
            parameter(param, "path", out);
        }
        parameter(CorrelationIds.HEADER, "header", out);
        out.writeEndArray();
        if (route.method().startsWith("P")) {
            out.writeObjectFieldStart("requestBody");
            content("object", out);
            out.writeEndObject();
        }
        out.writeObjectFieldStart("responses");
        out.writeObjectFieldStart("2XX");
        out.writeStringField("description", "Granted.");
        out.writeEndObject();
        out.writeObjectFieldStart("default");
        out.writeStringField("description", "Refused; the message says why.");
        content(null, out);
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void parameter(String name, String in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", name);
        out.writeStringField("in", in);
        out.writeBooleanField("required", in.equals("path"));
        out.writeObjectFieldStart("schema");
        out.writeStringField("type", "string");
        out.writeEndObject();
        out.writeEndObject();
    }

    /** A JSON body of a type, or the envelope. */
    private static void content(String type, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("content");
        out.writeObjectFieldStart("application/json");
        out.writeObjectFieldStart("schema");
        if (type == null) {
            out.writeStringField("$ref", ENVELOPE);
        } else {
            out.writeArrayFieldStart("oneOf");
            for (String either : List.of(type, "array")) {
                out.writeStartObject();
                out.writeStringField("type", either);
                if (either.equals("array")) {
                    out.writeObjectFieldStart("items");
                    out.writeEndObject();
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void components(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("components");
        out.writeObjectFieldStart("schemas");
        out.writeObjectFieldStart("Envelope");
        out.writeStringField("type", "object");
        out.writeObjectFieldStart("properties");
        for (String field : List.of("apiVersion", "requestId", "message", "statusCode")) {
            out.writeObjectFieldStart(field);
            out.writeStringField("type", field.equals("statusCode") ? "integer" : "string");
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeArrayFieldStart("required");
        out.writeString("apiVersion");
        out.writeString("statusCode");
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndObject();
    }
}
