package io.graft.coredata.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ProviderProperties;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Core-data as its clients see it, over sockets, on a store of the test's. */
final class Api implements AutoCloseable {

    /** An answer. */
    record Answer(int status, String contentType, String text, HttpHeaders headers) {

        /** A header, or the empty text. */
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final TestMetrics metrics = new TestMetrics();
    final MemoryEventStore store;
    final MemoryBus bus;
    final CoreData service;
    private final Map<String, Object> configuration = new HashMap<>();
    private final SocketService server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Api() {
        this(new MemoryBus());
    }

    Api(MemoryBus bus) {
        this(bus, Path.of("target", "spool", UUID.randomUUID().toString()), new MemoryEventStore());
    }

    Api(MemoryBus bus, Path spool, MemoryEventStore store) {
        this.bus = bus;
        this.store = store;
        service = new CoreData(spool, metrics, TestBus.around(bus), Map.copyOf(configuration));
        bind(store);
        server = new SocketService(service);
    }

    void bind(EventStore events) {
        service.bindEvents(events, Map.of(ProviderProperties.PROVIDER, "test"));
    }

    /** Changes the configuration as an edited file does. */
    void configure(String property, Object value) {
        configuration.put(property, value);
        service.modified(Map.copyOf(configuration));
    }

    Answer get(String path) {
        return send("GET", path, new byte[0]);
    }

    Answer delete(String path) {
        return send("DELETE", path, new byte[0]);
    }

    Answer post(String path, String json) {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8));
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/v3" + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body(),
                    answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        service.deactivate();
    }
}
