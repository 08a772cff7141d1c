package io.graft.command.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device service behind https. */
@Timeout(60)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final DeviceClient.Limits LIMITS =
            new DeviceClient.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), 1000);
    private static final DeviceClient.Call GET = new DeviceClient.Call("GET", "/a", Map.of(), null);

    private static SSLContext context(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "device",
                        "-dname",
                        "CN=device",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void whoIsTrustedUnderItsNameIsAskedAndNobodyElse(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try (DeviceClient trusting = new DeviceClient(context::getSocketFactory, Duration.ofHours(1));
                DeviceClient doubting = new DeviceClient()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = trusting.send(BaseAddress.of("https://localhost:" + port), GET, LIMITS);
                assertThat(answer.body()).containsExactly('o', 'k');
            }
            assertThatThrownBy(() -> trusting.send(BaseAddress.of("https://127.0.0.1:" + port), GET, LIMITS))
                    .hasMessageContaining("can't be reached")
                    .hasMessageContaining("127.0.0.1");
            assertThatThrownBy(() -> doubting.send(BaseAddress.of("https://localhost:" + port), GET, LIMITS))
                    .hasMessageContaining("can't be reached");
            assertThat(trusting.connections() + doubting.connections()).isZero();
        } finally {
            server.stop(0);
        }
    }
}
