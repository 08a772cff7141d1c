package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Talks to core-metadata as any EdgeX device service does: one request at a time, on one kept connection. */
final class MetadataClient implements AutoCloseable {

    /** core-metadata has answered that it won't: the message says which, what and why. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int LOCKED = 423;
    private static final String API = "/api/v3/";
    private static final int PAGE = 200;

    private final HttpLink link;

    /** @throws IllegalArgumentException if the address is not {@code http://host:port} */
    MetadataClient(String url, Duration timeout) {
        link = new HttpLink(url, timeout);
    }

    /** Asks whether it is there. */
    void ping() throws IOException {
        get("ping");
    }

    /**
     * Looks for one thing.
     *
     * @param path its route and name's escaped form, e.g. {@code device/name/x}
     * @param key the answer's field
     */
    Optional<JsonNode> find(String path, String key) throws IOException {
        try {
            return Optional.of(get(path).path(key));
        } catch (RefusedException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All of a list, page by page. */
    List<JsonNode> list(String path, String key) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            JsonNode page =
                    get(path + "?offset=" + all.size() + "&limit=" + PAGE).path(key);
            page.forEach(all::add);
            if (page.size() < PAGE) {
                return all;
            }
        }
    }

    /**
     * Sends one item in an array, as core-metadata wants it.
     *
     * @throws RefusedException if it is not taken
     */
    void send(String method, String path, String key, ObjectNode item) throws IOException {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("apiVersion", "v3");
        request.put("requestId", UUID.randomUUID().toString());
        request.set(key, item);
        byte[] body =
                Json.MAPPER.writeValueAsBytes(Json.MAPPER.createArrayNode().add(request));
        JsonNode result = exchange(method, path, body).path(0);
        int status = result.path("statusCode").asInt();
        if (status / 100 != 2) {
            throw new RefusedException(
                    status,
                    method + " " + path + " of '" + item.path("name").asText() + "' is answered with " + status + ": "
                            + result.path("message").asText());
        }
    }

    /** As {@link #send}; that there is one of this name already is well. */
    void sendUnlessThere(String path, String key, ObjectNode item) throws IOException {
        try {
            send("POST", path, key, item);
        } catch (RefusedException e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
        }
    }

    void delete(String path) throws IOException {
        exchange("DELETE", path, null);
    }

    /** A name as a part of a path. */
    static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        link.close();
    }

    private JsonNode get(String path) throws IOException {
        return exchange("GET", path, null);
    }

    private JsonNode exchange(String method, String path, byte[] body) throws IOException {
        HttpLink.Answer answer;
        synchronized (this) {
            answer = link.send(method, API + path, body);
        }
        if (!answer.ok()) {
            throw new RefusedException(
                    answer.status(),
                    method + " " + path + " is answered with " + answer.status() + ": " + message(answer.body()));
        }
        return Json.MAPPER.readTree(answer.body());
    }

    private static String message(String body) {
        try {
            return Json.MAPPER.readTree(body).path("message").asText("no message");
        } catch (IOException e) {
            return "no message";
        }
    }
}
