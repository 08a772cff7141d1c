package io.graft.bus.mqtt.internal;

import io.graft.bus.mqtt.internal.MqttSettings.Pace;
import io.graft.bus.mqtt.internal.MqttSettings.Publishing;
import io.graft.bus.mqtt.internal.MqttSettings.Tls;
import io.graft.bus.mqtt.internal.MqttSettings.Verify;
import io.graft.bus.mqtt.internal.MqttSettings.Version;
import io.graft.testservers.MosquittoServer;
import io.graft.testservers.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings with which a test's broker is connected to: as configured, but for pauses and times-out, which are short. */
final class TestSettings {

    private TestSettings() {}

    static MqttSettings to(MosquittoServer server, Version version) {
        return new MqttSettings(
                server.host(),
                server.port(),
                version,
                "graft-test",
                server.options().user(),
                server.options().password(),
                server.certificates().map(known -> tls(known.authorityPem())),
                new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(200)),
                new Publishing(Duration.ofSeconds(10), 1_024, 1 << 25),
                Duration.ofMillis(500),
                Duration.ofHours(1));
    }

    static Tls tls(Path authorities) {
        return new Tls(Verify.FULL, Optional.of(authorities), Optional.empty(), Optional.empty());
    }

    /** With a certificate of one's own. */
    static Tls tls(TestCertificates certificates) {
        return new Tls(
                Verify.FULL,
                Optional.of(certificates.authorityPem()),
                Optional.of(certificates.clientPem()),
                Optional.of(certificates.clientPem()));
    }

    static MqttSettings with(MqttSettings settings, Tls tls) {
        return new MqttSettings(
                settings.host(),
                settings.port(),
                settings.version(),
                settings.clientId(),
                settings.user(),
                settings.password(),
                Optional.of(tls),
                settings.pace(),
                settings.publishing(),
                settings.drain(),
                settings.sessionKept());
    }

    static MqttSettings withPassword(MqttSettings settings, String password) {
        return new MqttSettings(
                settings.host(),
                settings.port(),
                settings.version(),
                settings.clientId(),
                settings.user(),
                password,
                settings.tls(),
                settings.pace(),
                settings.publishing(),
                settings.drain(),
                settings.sessionKept());
    }

    static MqttSettings with(MqttSettings settings, Pace pace, Publishing publishing) {
        return new MqttSettings(
                settings.host(),
                settings.port(),
                settings.version(),
                settings.clientId(),
                settings.user(),
                settings.password(),
                settings.tls(),
                pace,
                publishing,
                settings.drain(),
                settings.sessionKept());
    }
}
