package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.bus.mqtt.internal.MqttSettings.MisconfiguredException;
import io.graft.bus.mqtt.internal.MqttSettings.Verify;
import io.graft.bus.mqtt.internal.MqttSettings.Version;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttSettingsTest {

    @Test
    void withoutAnySettingItIsTheBrokerOnThisMachine() {
        MqttSettings settings = settings(Map.of());
        assertThat(settings.endpoint()).isEqualTo("tcp://127.0.0.1:1883");
        assertThat(settings.version()).isEqualTo(Version.V5);
        assertThat(settings.clientId()).startsWith("graft-");
        assertThat(settings.tls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://broker,tcp://broker:1883",
        "ssl://broker,ssl://broker:8883",
        "ssl://broker:1234/,ssl://broker:1234",
        "tcp://[::1]:1883,tcp://[::1]:1883"
    })
    void addressHasAPortByItsScheme(String url, String endpoint) {
        assertThat(settings(Map.of("url", url)).endpoint()).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:1883",
                "mqtt://broker",
                "tcp://",
                "tcp://a b",
                "tcp://broker/topic",
                "tcp://broker?a=b",
                ""
            })
    void addressThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> settings(Map.of("url", url)))
                .isInstanceOf(MisconfiguredException.class)
                .hasMessageStartingWith("configuration: url");
    }

    @Test
    void passwordIsNeverShown() {
        assertThatThrownBy(() -> settings(Map.of("url", "tcp://user:secret-5612@broker")))
                .hasMessageContaining("user")
                .message()
                .doesNotContain("secret-5612");
        assertThat(settings(Map.of("user", "u", "password", "secret-5612")).toString())
                .doesNotContain("secret-5612");
    }

    @Test
    void placeholderThatNobodyFillsIsNamed() {
        assertThatThrownBy(() -> settings(Map.of("user", "u", "password", "$[secret:mqtt]")))
                .hasMessage("configuration: password is $[secret:mqtt], and there is no such secret; set it");
    }

    @Test
    void wordsThatAreNoneAreRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> settings(Map.of("version", "3.1")))
                .hasMessageContaining("version '3.1'")
                .hasMessageContaining("5 and 3.1.1");
        assertThatThrownBy(() -> settings(Map.of("url", "ssl://broker", "tls_verify", "some")))
                .hasMessageContaining("tls.verify 'some'");
        assertThatThrownBy(() -> settings(Map.of("password", "x"))).hasMessageContaining("user");
        assertThatThrownBy(() -> settings(Map.of("url", "ssl://broker", "tls_key", "k.pem")))
                .hasMessageContaining("tls.certificate");
    }

    @Test
    void verificationIsFullUnlessToldOtherwise() {
        assertThat(settings(Map.of("url", "ssl://broker")).tls().orElseThrow().verify())
                .isEqualTo(Verify.FULL);
        assertThat(settings(Map.of("url", "ssl://broker", "tls_verify", " CA "))
                        .tls()
                        .orElseThrow()
                        .verify())
                .isEqualTo(Verify.CA);
    }

    private static MqttSettings settings(Map<String, Object> set) {
        return MqttSettings.of((MqttConfiguration) Proxy.newProxyInstance(
                MqttSettingsTest.class.getClassLoader(),
                new Class<?>[] {MqttConfiguration.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
