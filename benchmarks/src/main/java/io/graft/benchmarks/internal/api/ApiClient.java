package io.graft.benchmarks.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Single calls of a service, beside the load. Safe for use by several threads. */
public final class ApiClient {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final InetSocketAddress address;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    public ApiClient(InetSocketAddress address) {
        this.address = address;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Value of the Host header. */
    public String host() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /**
     * GETs a JSON document.
     *
     * @throws IOException also if the answer is not a 200
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return json.readTree(expect(200, request(path).GET().build()));
    }

    /**
     * GETs a text.
     *
     * @throws IOException also if the answer is not a 200
     */
    public String text(String path) throws IOException, InterruptedException {
        return expect(200, request(path).GET().build());
    }

    /**
     * Whether there is something to GET.
     *
     * @throws IOException if the answer is neither a 200 nor a 404
     */
    public boolean has(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 && response.statusCode() != 404) {
            throw new IOException("GET " + path + " answered " + response.statusCode() + ": " + start(response.body()));
        }
        return response.statusCode() == 200;
    }

    /**
     * DELETEs.
     *
     * @throws IOException also if the answer is not a 202
     */
    public void deleteAccepted(String path) throws IOException, InterruptedException {
        expect(202, request(path).DELETE().build());
    }

    /**
     * POSTs an array of one item.
     *
     * @throws IOException also if the item was not taken
     */
    public void postOne(String path, String body) throws IOException, InterruptedException {
        String answer = expect(
                207,
                withBody(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
        if (json.readTree(answer).path(0).path("statusCode").asInt() != 201) {
            throw new IOException("POST " + path + " answered " + answer);
        }
    }

    /**
     * PUTs a JSON document.
     *
     * @throws IOException also if the answer is not a 200
     */
    public JsonNode put(String path, String body) throws IOException, InterruptedException {
        return json.readTree(expect(
                200,
                withBody(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build()));
    }

    /**
     * POSTs a JSON document.
     *
     * @param status the status that is expected
     * @throws IOException also if the answer has another status
     */
    public JsonNode post(String path, String body, int status) throws IOException, InterruptedException {
        return json.readTree(expect(
                status,
                withBody(path).POST(HttpRequest.BodyPublishers.ofString(body)).build()));
    }

    private HttpRequest.Builder withBody(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + host() + path)).timeout(PATIENCE);
    }

    private String expect(int status, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new IOException("%s %s answered %d instead of %d: %s"
                    .formatted(request.method(), request.uri(), response.statusCode(), status, start(response.body())));
        }
        return response.body();
    }

    /** Enough of an answer for a message of one line. */
    private static String start(String body) {
        String line = body.replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
