package io.graft.bus.broker.internal;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.Qos;
import io.graft.bus.broker.internal.BrokerSettings.Listening;
import io.graft.bus.tck.HivePeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "a-password-for-tests";

    @TempDir
    Path directory;

    @Test
    void clientsTalkOverTls() throws Exception {
        Path store = keystore();
        Broker broker = TestBroker.open(settings(store, PASSWORD), directory);
        try (HivePeer peer = new HivePeer("localhost", broker.port(), builder -> builder.sslConfig()
                .trustManagerFactory(trusting(store))
                .applySslConfig())) {
            assertThat(broker.status().endpoint()).startsWith("ssl://");
            done(peer.publish(message("a", "x", Qos.AT_LEAST_ONCE)));
        } finally {
            broker.close();
        }
    }

    @Test
    void aKeyStoreThatCantBeOpenedIsNamed() throws Exception {
        Broker broker = new Broker(settings(keystore(), "wrong"), directory.resolve("names"));
        broker.start();
        try {
            await().until(() -> !broker.problem().isEmpty());
            assertThat(broker.problem()).contains("store.p12").doesNotContain("wrong");
        } finally {
            broker.close();
        }
    }

    private static BrokerSettings settings(Path store, String password) {
        return new BrokerSettings(
                true,
                new Listening("localhost", 0, store.toString(), password, "", ""),
                TestBroker.LIMITS,
                Duration.ofSeconds(30),
                Duration.ofMillis(100));
    }

    private Path keystore() throws IOException, InterruptedException {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return store;
    }

    private static TrustManagerFactory trusting(Path store) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(java.security.KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
            return trust;
        } catch (java.security.GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
