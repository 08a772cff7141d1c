package io.graft.keeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.rest.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeeperSettingsTest {

    @Test
    void whatIsLeftOutHasItsDefault() {
        KeeperSettings old = new KeeperSettings(1, "ERROR", "h", 2, 3);
        assertThat(KeeperSettings.read(Map.of("component.name", "x"), old)).isEqualTo(KeeperSettings.DEFAULT);
        assertThat(KeeperSettings.read(Map.of("port", " ", "registry.host", ""), old))
                .isEqualTo(KeeperSettings.DEFAULT);
    }

    @Test
    void valuesAreTakenWhateverTheirTypes() {
        Map<String, Object> configuration = Map.of(
                "port", "0",
                "log.level", "debug",
                "registry.host", " gateway.local ",
                "registry.max", 10_000,
                "request.max.kb", 1L);
        assertThat(KeeperSettings.read(configuration, KeeperSettings.DEFAULT))
                .isEqualTo(new KeeperSettings(0, "DEBUG", "gateway.local", 10_000, 1));
    }

    @Test
    void anInvalidValueKeepsTheOldOneAndTheOthersAreTaken() {
        KeeperSettings old = new KeeperSettings(1, "ERROR", "h", 2, 3);
        for (Map<String, Object> invalid : List.<Map<String, Object>>of(
                Map.of("port", "65536", "log.level", "LOUD", "registry.max", "-1", "request.max.kb", "0"),
                Map.of("port", "x", "log.level", "1", "registry.max", "1.5", "request.max.kb", "16385"))) {
            Map<String, Object> configuration = new HashMap<>(invalid);
            configuration.put("registry.host", "new");
            assertThat(KeeperSettings.read(configuration, old)).isEqualTo(new KeeperSettings(1, "ERROR", "new", 2, 3));
        }
    }

    @Test
    void theSettingsAreListedInTheOrderOfTheirPaths() {
        assertThat(KeeperSettings.DEFAULT.list()).extracting(Setting::path).isSorted();
    }

    @Test
    void durationsAreReadAsEdgexWritesThem() {
        assertThat(GoDuration.parse("10s")).contains(Duration.ofSeconds(10));
        assertThat(GoDuration.parse("1m30s")).contains(Duration.ofSeconds(90));
        assertThat(GoDuration.parse("1.5h")).contains(Duration.ofMinutes(90));
        assertThat(GoDuration.parse("7d1ms2us3ns")).contains(Duration.ofDays(7).plusNanos(1_002_003));
        for (String text : List.of("", "s", "10", "10 s", "-1s", "1s1", "1x", "999999999d", "1s".repeat(40))) {
            assertThat(GoDuration.parse(text)).as(text).isEmpty();
        }
    }
}
