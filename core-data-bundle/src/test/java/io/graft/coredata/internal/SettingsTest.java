package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.event;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.rest.Setting;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final String PATH = "/event/device-test/Profile/Device/Source";

    @Test
    void hasTheSameDefaultsInTheFileInTheDescriptionAndInTheCode() throws IOException {
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/cfg/io.graft.coredata.cfg"))) {
            file.load(reader);
        }
        Map<String, String> described = new HashMap<>();
        for (Method attribute : Config.class.getDeclaredMethods()) {
            described.put(attribute.getName().replace('_', '.'), String.valueOf(attribute.getDefaultValue()));
        }

        assertThat(described).isEqualTo(file);
        Map<String, String> inForce = new HashMap<>();
        for (Setting setting : Settings.DEFAULT.list()) {
            inForce.put(setting.property(), String.valueOf(setting.value()));
        }
        inForce.put("events.target", "(persistence.provider=embedded)");
        inForce.put("append.timeout", "2s");
        inForce.put("spool.bytes", "1073741824");
        inForce.put("spool.timeToLive", "2h");
        assertThat(inForce).isEqualTo(file);
        assertThat(SettingsReader.read(Map.of(), Settings.DEFAULT)).isEqualTo(Settings.DEFAULT);
        assertThat(SettingsReader.read(described, Settings.DEFAULT)).isEqualTo(Settings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 65536",
        "port, -1",
        "port, http",
        "persist.data, yes",
        "log.level, LOUD",
        "bus.subscribe, on",
        "bus.publish, 0",
        "event.purge, 1",
        "max.event.size, 0",
        "max.event.size, 25001",
        "max.event.size, 1e3",
        "max.result.count, 0",
        "max.result.count, 65537",
        "max.page.size, 0",
        "max.page.size, 65537",
        "retention.interval, 10",
        "retention.interval, 1ms",
        "retention.interval, -10m",
        "retention.default.duration, week",
        "retention.default.duration, 300000d",
        "retention.default.max.cap, -2",
        "retention.default.min.cap, 99999999999"
    })
    void keepsTheOldValueInPlaceOfAnInvalidOne(String property, String value) {
        Settings old = SettingsReader.read(
                Map.ofEntries(
                        Map.entry("port", "1"),
                        Map.entry("persist.data", "false"),
                        Map.entry("log.level", "warn"),
                        Map.entry("bus.subscribe", "FALSE"),
                        Map.entry("bus.publish", false),
                        Map.entry("event.purge", true),
                        Map.entry("max.event.size", 2),
                        Map.entry("max.result.count", 3L),
                        Map.entry("max.page.size", "8"),
                        Map.entry("retention.interval", "4m"),
                        Map.entry("retention.default.duration", "5d12h"),
                        Map.entry("retention.default.max.cap", "6"),
                        Map.entry("retention.default.min.cap", "7")),
                Settings.DEFAULT);
        assertThat(old)
                .isEqualTo(new Settings(
                        1,
                        false,
                        "WARN",
                        false,
                        false,
                        true,
                        2,
                        3,
                        8,
                        new RetentionSettings("4m", Duration.ofMinutes(4), 6, 7, "5d12h", Duration.ofHours(132))));
        Map<String, Object> changed = new HashMap<>();
        old.list().forEach(setting -> changed.put(setting.property(), setting.value()));
        changed.put(property, value);

        assertThat(SettingsReader.read(changed, old)).isEqualTo(old);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "100ms, 100",
        "1h30m, 5400000",
        "1.5h, 5400000",
        "168h, 604800000",
        "7d, 604800000",
        "1000us, 1",
        "1000µs, 1",
        "1000000ns, 1"
    })
    void readsDurations(String text, long millis) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"''", "10", "h", "1x", "-1h", "1h 30m", "1hh", "1e3s", "9999999999999s", "106752d", "m1"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void takesEffectAtOnce() {
        try (Api api = new Api()) {
            api.configure("persist.data", "false");
            assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status())
                    .isEqualTo(201);
            assertThat(api.post(PATH, withReadings(simple("Int8", "500"))).status())
                    .isEqualTo(400);
            assertThat(api.get("/event/all").json().get("totalCount").asInt()).isZero();

            api.configure("persist.data", "true");
            assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status())
                    .isEqualTo(201);
            assertThat(api.get("/event/all").json().get("totalCount").asInt()).isEqualTo(1);

            api.configure("max.result.count", 10);
            assertThat(api.get("/event/all?limit=10").status()).isEqualTo(200);
            assertThat(api.get("/event/all?limit=11").status()).isEqualTo(400);

            String large = event("\"origin\":1,\"pad\":\"" + "x".repeat(2_000) + "\",\"readings\":[]");
            assertThat(api.post(PATH, large).status()).isEqualTo(400);
            api.configure("max.event.size", 1);
            assertThat(api.post(PATH, large).status()).isEqualTo(413);
            assertThat(api.service.settings()).contains(new Setting("MaxEventSize", "max.event.size", true, 1L));
        }
    }

    @Test
    void countsWhatItStoresAndWhatItRefuses() {
        try (Api api = new Api()) {
            api.post(PATH, withReadings(simple("Int8", "5"), simple("Int8", "6")));
            api.post(PATH, withReadings(simple("Int8", "5")));
            api.post(PATH, withReadings(simple("Int8", "x")));
            api.post(PATH, "{");

            assertThat(api.metrics.count("graft_events_persisted_total")).isEqualTo(1);
            assertThat(api.metrics.count("graft_readings_persisted_total")).isEqualTo(2);
            assertThat(api.metrics.count("graft_events_rejected_total", "reason", "duplicate_name"))
                    .isEqualTo(1);
            assertThat(api.metrics.count("graft_events_rejected_total", "reason", "contract_invalid"))
                    .isEqualTo(2);
            assertThat(api.metrics.count("graft_store_call_seconds", "service", "core-data", "operation", "append"))
                    .isEqualTo(2);
        }
    }
}
