package io.graft.command.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small device service. */
public final class DeviceServer implements AutoCloseable {

    public static final String EVENT = "{\"apiVersion\":\"v3\",\"statusCode\":200,\"event\":{\"apiVersion\":\"v3\","
            + "\"id\":\"d5471d59-2810-419a-8744-18eb8fa03465\",\"deviceName\":\"hall\",\"profileName\":\"Thermostat\","
            + "\"sourceName\":\"Temperature\",\"origin\":1602168089665565200,\"readings\":[{\"origin\":1602168089665565200,"
            + "\"deviceName\":\"hall\",\"resourceName\":\"Temperature\",\"profileName\":\"Thermostat\","
            + "\"valueType\":\"Float32\",\"value\":\"2.15e+01\"}]}}";

    /** What was asked, e.g. {@code GET /api/v3/device/name/hall/Temperature}, with body and correlation id. */
    public record Asked(String line, String body, String correlationId) {}

    public final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile HttpHandler handler = exchange -> answer(exchange, 200, EVENT);

    public DeviceServer() {
        this(0);
    }

    public DeviceServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    body,
                    exchange.getRequestHeaders().getFirst("X-Correlation-ID")));
            handler.handle(exchange);
        });
        server.start();
    }

    public void answers(HttpHandler other) {
        handler = other;
    }

    public static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
