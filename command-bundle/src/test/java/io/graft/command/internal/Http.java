package io.graft.command.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks the service under test. */
final class Http {

    /** An answer. */
    record Answer(int status, String body, String contentType, String retryAfter, String correlationId) {

        JsonNode json() {
            try {
                return JsonMapper.builder().build().readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        String message() {
            return json().path("message").asText();
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Http(int port) {
        base = "http://127.0.0.1:" + port + "/api/v3";
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).header("X-Correlation-ID", "me-17"));
    }

    Answer put(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("X-Correlation-ID", "me-17")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Retry-After").orElse(""),
                    response.headers().firstValue("X-Correlation-ID").orElse(""));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
