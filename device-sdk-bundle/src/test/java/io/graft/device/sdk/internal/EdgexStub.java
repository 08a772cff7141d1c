package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** As much of core-metadata and core-data as a device service asks for; for tests of device services. */
public final class EdgexStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v3/";

    /** What core-metadata has, by name. */
    public final Map<String, JsonNode> services = new ConcurrentHashMap<>();

    public final Map<String, JsonNode> profiles = new ConcurrentHashMap<>();
    public final Map<String, JsonNode> devices = new ConcurrentHashMap<>();
    public final Map<String, JsonNode> watchers = new ConcurrentHashMap<>();

    /** The events that were posted. */
    public final List<JsonNode> events = new CopyOnWriteArrayList<>();

    /** Method and path of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile int eventStatus = 201;
    private volatile int pingStatus = 200;

    public EdgexStub() throws IOException {
        this(0);
    }

    public EdgexStub(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(API, this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://localhost:" + port();
    }

    public void answerEventsWith(int status) {
        eventStatus = status;
    }

    public void answerPingWith(int status) {
        pingStatus = status;
    }

    /** Lets what is asked with such a path, and all after it, wait. */
    public void hold(String path, CountDownLatch until) {
        held.put(path, until);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(API.length());
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        requests.add(exchange.getRequestMethod() + " " + path);
        await(path);
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
            case "provisionwatcher" -> entity(exchange, parts, watchers, "provisionWatcher", body);
            default -> entity(exchange, parts, devices, "device", body);
        }
    }

    private void await(String path) {
        CountDownLatch until = held.remove(path);
        if (until != null) {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void entity(
            HttpExchange exchange, String[] parts, Map<String, JsonNode> all, String key, JsonNode body)
            throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if (parts[1].equals("service")) {
                    list(exchange, all, key, parts[3]);
                } else {
                    JsonNode found = all.get(parts[2]);
                    answer(
                            exchange,
                            found == null ? 404 : 200,
                            found == null ? "{}" : "{\"" + key + "\":" + found + "}");
                }
            }
            case "DELETE" -> answer(exchange, all.remove(parts[2]) == null ? 404 : 200, "{}");
            default -> change(exchange, all, (ObjectNode) body.get(0).get(key));
        }
    }

    private static void list(HttpExchange exchange, Map<String, JsonNode> all, String key, String service)
            throws IOException {
        boolean first = exchange.getRequestURI().getQuery().contains("offset=0&");
        Stream<JsonNode> of = all.values().stream()
                .filter(each -> first && each.path("serviceName").asText().equals(service));
        ObjectNode list = JSON.createObjectNode();
        ArrayNode items = list.putArray(key + "s");
        of.forEach(items::add);
        answer(exchange, 200, list.toString());
    }

    private static void change(HttpExchange exchange, Map<String, JsonNode> all, ObjectNode item) throws IOException {
        String name = item.get("name").asText();
        boolean add = exchange.getRequestMethod().equals("POST");
        int status = add ? 201 : 200;
        if (add && all.containsKey(name)) {
            status = 409;
        } else if (exchange.getRequestMethod().equals("PATCH")) {
            ObjectNode changed = all.get(name).deepCopy();
            all.put(name, changed.setAll(item));
        } else {
            all.put(name, item);
        }
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
