package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.json;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.graft.metadata.internal.Api.Answer;
import io.graft.rest.internal.SocketService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole service behind the REST engine, over sockets. */
@Timeout(60)
class HttpTest {

    private static final String JSON = "application/json";

    private final Api api = new Api();
    private final SocketService socket = new SocketService(api.service);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        socket.close();
    }

    @Test
    void aDeviceServiceBoots() {
        assertThat(get("/ping").body().get("serviceName").asText()).isEqualTo("core-metadata");
        assertThat(get("/deviceservice/name/device-virtual").status()).isEqualTo(404);
        assertThat(send("POST", "/deviceservice", request("service", service("device-virtual")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(get("/device/service/name/device-virtual?offset=0&limit=-1").body())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200,'totalCount':0,'devices':[]}"));
        assertThat(get("/provisionwatcher/service/name/device-virtual?offset=0&limit=-1")
                        .body())
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200,'totalCount':0,'provisionWatchers':[]}"));
        assertThat(get("/deviceprofile/name/Random-Integer-Device").status()).isEqualTo(404);
        assertThat(send("POST", "/deviceprofile", request("profile", profile("Random-Integer-Device")))
                        .itemStatus())
                .isEqualTo(201);
        assertThat(send(
                                "POST",
                                "/device",
                                devices(device("Random-Integer-Device", "device-virtual", "Random-Integer-Device")))
                        .itemStatus())
                .isEqualTo(201);
        JsonNode watcher = watcher("Watch", "device-virtual", "Random-Integer-Device");
        assertThat(send("POST", "/provisionwatcher", request("provisionwatcher", watcher))
                        .itemStatus())
                .isEqualTo(201);

        JsonNode registered = get("/deviceservice/name/device-virtual").body().get("service");
        assertThat(send("PATCH", "/deviceservice", request("service", registered))
                        .itemStatus())
                .isEqualTo(200);
        Answer again = get("/device/service/name/device-virtual?offset=0&limit=-1");
        assertThat(again.names("devices")).containsExactly("Random-Integer-Device");
        assertThat(get("/deviceprofile/name/Random-Integer-Device").status()).isEqualTo(200);
        assertThat(get("/provisionwatcher/service/name/device-virtual?offset=0&limit=-1")
                        .names("provisionWatchers"))
                .containsExactly("Watch");
        assertThat(send(
                                "PATCH",
                                "/device",
                                request(
                                        "device",
                                        object("{'name':'Random-Integer-Device','id':'',"
                                                + "'operatingState':'DOWN'}")))
                        .itemStatus())
                .isEqualTo(200);
    }

    @Test
    void namesOfAnyKindWorkInPaths() {
        send("POST", "/deviceservice", request("service", service("s/v c")));
        Map<String, String> names = Map.of(
                "温度/1", "%E6%B8%A9%E5%BA%A6%2F1",
                "a b", "a%20b",
                "100%", "100%25",
                "a%2Fb", "a%252Fb",
                "a+b", "a+b",
                "..", "%2e%2e",
                "q?#&", "q%3F%23%26",
                "😀", "%F0%9F%98%80");
        names.forEach((name, path) -> {
            assertThat(send("POST", "/device", devices(device(name, "s/v c", "")))
                            .itemStatus())
                    .as(name)
                    .isEqualTo(201);
            Answer found = get("/device/name/" + path);
            assertThat(found.status()).as(name).isEqualTo(200);
            assertThat(found.body().at("/device/name").asText()).isEqualTo(name);
            assertThat(get("/device/check/name/" + path).status()).isEqualTo(200);
        });
        assertThat(get("/device/service/name/s%2Fv%20c?limit=-1").total()).isEqualTo(names.size());
        names.values().forEach(path -> assertThat(
                        send("DELETE", "/device/name/" + path, "").status())
                .isEqualTo(200));
        assertThat(get("/device/all").total()).isZero();
    }

    @Test
    void hostileBodiesGet4xx() {
        send("POST", "/deviceservice", request("service", service("svc")));
        String deep = "[".repeat(5000) + "]".repeat(5000);
        List<String> bodies = List.of(
                "",
                "{",
                "[{\"apiVersion\":",
                deep,
                devices(device("d", "svc", "")).replace("\"1\"", deep),
                devices(device("d", "svc", "")).replace("\"1\"", "1" + "0".repeat(5000)),
                devices(device("d", "svc", "")).replace("\"1\"", "1e999999999"),
                devices(device("d", "svc", "")).replace("{\"Address\":\"1\"}", "\"no object\""),
                "[1]",
                "\"text\"",
                "[] trailing",
                "\u0000");
        for (String body : bodies) {
            Answer answer = send("POST", "/device", body);
            assertThat(answer.status()).as(shortened(body)).isEqualTo(400);
            assertThat(answer.message()).as(shortened(body)).isNotEmpty().doesNotContain("java.", "io.graft");
        }
        assertThat(exchange("POST", "/device", JSON, new byte[] {'[', '"', (byte) 0xff, '"', ']'})
                        .statusCode())
                .isEqualTo(400);
        assertThat(exchange("POST", "/device", "text/plain", "[]".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(415);
        api.configure("max.request.size", 1024);
        assertThat(send("POST", "/device", devices(device("d".repeat(2000), "svc", "")))
                        .status())
                .isEqualTo(413);
        assertThat(get("/device/all").total()).isZero();
    }

    @Test
    void bodiesMayBeCbor() throws IOException {
        byte[] cbor = new CBORMapper().writeValueAsBytes(Api.MAPPER.readTree(request("service", service("svc"))));

        HttpResponse<byte[]> answer = exchange("POST", "/deviceservice", "application/cbor", cbor);

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(get("/deviceservice/name/svc").status()).isEqualTo(200);
        cbor[5] = (byte) 0xff;
        assertThat(exchange("POST", "/deviceservice", "application/cbor", cbor).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aProfileIsUploadedAsAForm() {
        String yaml = "name: uploaded\ndeviceResources: [{name: r, properties: {valueType: Int8, readWrite: R}}]\n";

        HttpResponse<byte[]> added = upload("POST", "file", yaml);
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(upload("PUT", "file", yaml).statusCode()).isEqualTo(200);
        assertThat(upload("POST", "file", yaml).statusCode()).isEqualTo(409);
        HttpResponse<byte[]> missing = upload("POST", "other", yaml);
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(new String(missing.body(), StandardCharsets.UTF_8)).contains("missing yaml file");
        assertThat(upload("POST", "file", "").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/deviceprofile/uploadfile", "{}").status()).isEqualTo(400);
    }

    @Test
    void unitsComeAsYamlToWhoeverAcceptsIt() {
        HttpResponse<byte[]> answer =
                exchange(HttpRequest.newBuilder(uri("/uom")).header("Accept", "application/x-yaml"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-yaml");
        assertThat(get("/uom").body().at("/uom/units/length/values").toString()).contains("\"km\"");
    }

    @Test
    void withoutAStoreEverythingButTheCommonEndpointsIs503() {
        api.service.unbindDocuments(api.store);

        assertThat(get("/device/name/d").status()).isEqualTo(503);
        assertThat(get("/ping").status()).isEqualTo(200);
        assertThat(get("/uom").status()).isEqualTo(200);
        assertThat(get("/config").body().at("/config/Writable/UoM/Validation").asBoolean(true))
                .isFalse();
    }

    private Answer get(String path) {
        return answer(exchange(HttpRequest.newBuilder(uri(path))));
    }

    private Answer send(String method, String path, String body) {
        return answer(exchange(method, path, JSON, body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<byte[]> upload(String method, String field, String content) {
        String form = json("--b\r\nContent-Disposition: form-data; name='" + field
                + "'; filename='p.yaml'\r\nContent-Type: application/x-yaml\r\n\r\n" + content + "\r\n--b--\r\n");
        return exchange(
                method,
                "/deviceprofile/uploadfile",
                "multipart/form-data; boundary=b",
                form.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> exchange(String method, String path, String contentType, byte[] body) {
        return exchange(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        try {
            return new Answer(response.statusCode(), Api.MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + socket.port() + "/api/v3" + path);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
