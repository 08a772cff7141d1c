package io.graft.itests.container;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** The form of the web console by which an administrator uploads a bundle. */
final class ConsoleUpload {
    private static final String USER = "admin";
    private static final String BOUNDARY = "----graft-upload";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI bundles;
    private final String password = UUID.randomUUID().toString();

    /** Gives the gateway that this runs in an administrator. */
    ConsoleUpload(URI gateway) throws IOException {
        bundles = gateway.resolve("/system/console/bundles");
        Files.writeString(
                Path.of(System.getProperty("karaf.etc"), "users.properties"),
                USER + " = " + password + ",_g_:admingroup\n_g_\\:admingroup = group,admin\n");
    }

    /** Installs and starts a bundle, or replaces the one of its name. */
    void upload(Path bundle) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(bundles)
                        .timeout(TIMEOUT)
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials()))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(form(bundle)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 302, answer.statusCode());
    }

    private byte[] credentials() {
        return (USER + ":" + password).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] form(Path bundle) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        Map<String, String> fields = Map.of("action", "install", "bundlestart", "start", "bundlestartlevel", "60");
        for (Map.Entry<String, String> field : fields.entrySet()) {
            part(form, field.getKey(), "", field.getValue().getBytes(StandardCharsets.UTF_8));
        }
        part(form, "bundlefile", "; filename=\"" + bundle.getFileName() + "\"", Files.readAllBytes(bundle));
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static void part(ByteArrayOutputStream form, String name, String more, byte[] content) {
        form.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
}
