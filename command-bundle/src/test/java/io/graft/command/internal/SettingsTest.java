package io.graft.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.rest.Setting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final List<String> warnings = new ArrayList<>();

    private Settings read(Map<String, ?> properties, Settings before) {
        return SettingsReader.read(properties, before, warnings::add);
    }

    @Test
    void theFileHasTheDefaults() throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/cfg/io.graft.command.cfg"))) {
            file.load(reader);
        }
        Map<String, Object> properties = new java.util.HashMap<>();
        file.forEach((key, value) -> properties.put((String) key, value));

        assertThat(read(properties, SettingsReader.DEFAULTS)).isEqualTo(SettingsReader.DEFAULTS);
        assertThat(read(Map.of(), SettingsReader.DEFAULTS)).isEqualTo(SettingsReader.DEFAULTS);
        assertThat(SettingsReader.list(SettingsReader.DEFAULTS))
                .extracting(Setting::property)
                .containsExactlyInAnyOrderElementsOf(
                        properties.keySet().stream().toList());
        assertThat(warnings).isEmpty();
    }

    @Test
    void aValueThatMakesNoSenseLeavesTheSettingAsItIs() {
        Settings before =
                read(Map.of("request.timeout", "700ms", "port", 0, "circuit.pause", "1m"), SettingsReader.DEFAULTS);
        assertThat(before.requestTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(before.circuitPause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(before.serviceUrl()).isEmpty();

        Settings now = read(
                Map.of(
                        "request.timeout", "soon",
                        "circuit.pause", "6m",
                        "port", "70000",
                        "log.level", "LOUD",
                        "check.parameters", "maybe"),
                before);

        assertThat(now).isEqualTo(before);
        assertThat(warnings)
                .hasSize(5)
                .contains(
                        "request.timeout is 'soon', not a duration from 10ms to 5m, as 500ms, 5s or 1m; it stays 700ms")
                .contains("port is '70000', not an integer from 0 to 65535; it stays 0");
    }

    @Test
    void theUrlFollowsThePortUnlessItIsSaid() {
        assertThat(read(Map.of("port", "1234"), SettingsReader.DEFAULTS).serviceUrl())
                .isEqualTo("http://localhost:1234");
        assertThat(read(Map.of("url", "https://gw/core-command"), SettingsReader.DEFAULTS)
                        .serviceUrl())
                .isEqualTo("https://gw/core-command");
    }
}
