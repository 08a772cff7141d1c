package io.graft.benchmarks.internal.scenario;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A device service that answers every command with the same event, as fast as it can. */
final class DeviceStub implements AutoCloseable {

    private static final byte[] EVENT =
            """
            {"apiVersion":"v3","statusCode":200,"event":{"apiVersion":"v3","id":"d5471d59-2810-419a-8744-18eb8fa03465",\
            "deviceName":"bench","profileName":"bench","sourceName":"Int32","origin":1602168089665565200,"readings":[{\
            "origin":1602168089665565200,"deviceName":"bench","resourceName":"Int32","profileName":"bench",\
            "valueType":"Int32","value":"42"}]}}"""
                    .getBytes(StandardCharsets.UTF_8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    DeviceStub() throws IOException {
        // Else it would wait for the acknowledgement of each answer's head, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, EVENT.length);
            exchange.getResponseBody().write(EVENT);
            exchange.close();
        });
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
