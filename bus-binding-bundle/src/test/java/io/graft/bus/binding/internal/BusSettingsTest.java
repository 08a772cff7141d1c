package io.graft.bus.binding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusSettingsTest {

    private final List<String> warnings = new ArrayList<>();

    @Test
    void whatIsLeftOutHasItsDefault() {
        BusSettings before = new BusSettings(true, Duration.ofSeconds(1), Duration.ZERO);
        assertThat(BusSettings.read(Map.of("drain.timeout.seconds", " "), before, warnings::add))
                .isEqualTo(BusSettings.DEFAULTS);
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatIsSetIsTaken() {
        Map<String, Object> set = Map.of(
                "payload.base64", "TRUE", "drain.timeout.seconds", 3, "telemetry.interval.seconds", new Object[] {"0"});
        assertThat(BusSettings.read(set, BusSettings.DEFAULTS, warnings::add))
                .isEqualTo(new BusSettings(true, Duration.ofSeconds(3), Duration.ZERO));
    }

    @Test
    void whatMakesNoSenseStaysAsItWasAndIsSaid() {
        BusSettings before = new BusSettings(true, Duration.ofSeconds(1), Duration.ofSeconds(2));
        Map<String, Object> set =
                Map.of("payload.base64", "perhaps", "drain.timeout.seconds", "5", "telemetry.interval.seconds", "-1");

        assertThat(BusSettings.read(set, before, warnings::add)).isEqualTo(before);
        assertThat(warnings)
                .containsExactlyInAnyOrder(
                        "payload.base64 is 'perhaps', not true or false; it stays true",
                        "drain.timeout.seconds is '5', not an integer from 0 to 4; it stays 1",
                        "telemetry.interval.seconds is '-1', not an integer from 0 to 86400; it stays 2");
    }
}
