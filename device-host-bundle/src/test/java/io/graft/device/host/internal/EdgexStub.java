package io.graft.device.host.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of core-metadata and core-data as the device service asks for. */
final class EdgexStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v3/";

    final Map<String, JsonNode> services = new ConcurrentHashMap<>();
    final Map<String, JsonNode> profiles = new ConcurrentHashMap<>();
    final Map<String, JsonNode> devices = new ConcurrentHashMap<>();
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int eventStatus = 201;
    private volatile int pingStatus = 200;

    EdgexStub() throws IOException {
        this(0);
    }

    EdgexStub(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(API, this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    void answerEventsWith(int status) {
        eventStatus = status;
    }

    void answerPingWith(int status) {
        pingStatus = status;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(API.length());
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        requests.add(exchange.getRequestMethod() + " " + path);
        String[] parts = path.split("/");
        switch (parts[0]) {
            case "ping" -> answer(exchange, pingStatus, "{}");
            case "event" -> {
                if (eventStatus == 201) {
                    events.add(body.get("event"));
                }
                answer(exchange, eventStatus, "{\"message\":\"as told\"}");
            }
            case "deviceservice" -> entity(exchange, parts, services, "service", body);
            case "deviceprofile" -> entity(exchange, parts, profiles, "profile", body);
            default -> entity(exchange, parts, devices, "device", body);
        }
    }

    private static void entity(
            HttpExchange exchange, String[] parts, Map<String, JsonNode> all, String key, JsonNode body)
            throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            JsonNode found = all.get(parts[2]);
            answer(exchange, found == null ? 404 : 200, found == null ? "{}" : "{\"" + key + "\":" + found + "}");
            return;
        }
        ObjectNode item = (ObjectNode) body.get(0).get(key);
        String name = item.get("name").asText();
        if (exchange.getRequestMethod().equals("PATCH")) {
            ((ObjectNode) all.get(name)).setAll(item);
        } else {
            all.put(name, item);
        }
        int status = exchange.getRequestMethod().equals("POST") ? 201 : 200;
        answer(exchange, 207, "[{\"apiVersion\":\"v3\",\"statusCode\":" + status + "}]");
    }

    /** Chunked or with a length, by turns of the status. */
    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 207 ? 0 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
