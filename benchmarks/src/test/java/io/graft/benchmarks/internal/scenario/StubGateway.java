package io.graft.benchmarks.internal.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as core-data and core-metadata do, as far as the scenarios ask, from memory. */
final class StubGateway implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> eventsById = new ConcurrentHashMap<>();
    private volatile boolean forgetful;
    private final AtomicInteger devices = new AtomicInteger();

    StubGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v3/", this::handle);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** The devices of the events that are stored, by event id. */
    Map<String, String> eventsById() {
        return eventsById;
    }

    /** From now on devices are answered as if stored, but are not. */
    void forgetDevices() {
        forgetful = true;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/v3/".length());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("POST")) {
            post(exchange, path, json.readTree(body));
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            String device = path.substring("event/device/name/".length());
            eventsById.values().removeIf(device::equals);
            answer(exchange, 202, "{}");
        } else {
            get(exchange, path);
        }
    }

    private void post(HttpExchange exchange, String path, JsonNode body) throws IOException {
        if (path.startsWith("event/")) {
            JsonNode event = body.get("event");
            String before = eventsById.put(
                    event.get("id").asText(), event.get("deviceName").asText());
            answer(exchange, before == null ? 201 : 409, "{\"statusCode\":201}");
        } else {
            if (path.equals("device")) {
                devices.addAndGet(forgetful ? 0 : 1);
            } else {
                devices.set(0);
            }
            answer(exchange, 207, "[{\"statusCode\":201}]");
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("event/count/device/")) {
            long count = eventsById.values().stream().filter(last::equals).count();
            answer(exchange, 200, "{\"count\":" + count + "}");
        } else if (path.startsWith("event/id/")) {
            boolean known = eventsById.containsKey(last);
            answer(exchange, known ? 200 : 404, known ? "{\"event\":{}}" : "{}");
        } else if (path.startsWith("device/")) {
            answer(exchange, 200, "{\"totalCount\":" + devices + "}");
        } else {
            String items = "{},".repeat(19) + "{}";
            String name = path.startsWith("reading") ? "readings" : "events";
            answer(
                    exchange,
                    200,
                    "{\"totalCount\":%d,\"%s\":[%s]}".formatted(Math.max(20, eventsById.size()), name, items));
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
