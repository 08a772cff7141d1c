package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.rest.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private final Api api = new Api();

    @Test
    void theShippedFileNamesEverySettingWithItsDefault() throws IOException {
        Properties shipped = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/cfg/io.graft.metadata.cfg"))) {
            shipped.load(file);
        }

        assertThat(shipped.stringPropertyNames())
                .containsAll(
                        api.service.settings().stream().map(Setting::property).toList());
        for (Setting setting : api.service.settings()) {
            assertThat(shipped.getProperty(setting.property())).isEqualTo(String.valueOf(setting.value()));
        }
    }

    @Test
    void aChangeIsInForceAtOnce() {
        api.configure("port", "0").configure("log.level", "debug").configure("max.devices", 7L);

        assertThat(api.service.port()).isZero();
        assertThat(values()).containsEntry("Writable/LogLevel", "DEBUG").containsEntry("Writable/MaxDevices", 7L);
    }

    @ParameterizedTest
    @CsvSource({
        "port, 59999, 70000",
        "port, 59999, x",
        "max.result.count, 10, 0",
        "max.request.size, 2000, 12",
        "strict.profile.changes, true, yes",
        "strict.profile.deletes, true, 1",
        "uom.validation, true, on",
        "max.devices, 5, -1",
        "max.resources, 5, 1e3",
        "log.level, WARN, loud",
    })
    void aValueThatMakesNoSenseLeavesTheSettingAsItWas(String property, String good, String bad) {
        api.configure(property, good);
        Map<String, Object> before = values();

        api.configure(property, bad);

        assertThat(values()).isEqualTo(before);
        api.configuration.remove(property);
        api.configure("other", "x");
        assertThat(values()).as("left out").isEqualTo(new HashMap<>(new Api().settingsByPath()));
    }

    @Test
    void unitsComeFromAFileOfOnesOwn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("uom.yaml");
        Files.writeString(file, "source: mine\nUnits:\n  fruit:\n    Source: s\n    Values: [banana, 1]\n");

        api.configure("uom.file", file.toString());

        JsonNode answer = api.get("/uom").body();
        assertThat(answer)
                .isEqualTo(object("{'apiVersion':'v3','statusCode':200,'uom':{'source':'mine','units':{'fruit':"
                        + "{'source':'s','values':['banana','1']}}}}"));
        for (String bad : new String[] {"Units: [", "Units: 5", "!!x {}"}) {
            Path broken = directory.resolve("broken.yaml");
            Files.writeString(broken, bad);
            api.configure("uom.file", broken.toString());
            assertThat(api.get("/uom").body()).as(bad).isEqualTo(answer);
        }
        api.configure("uom.file", directory.resolve("missing.yaml").toString());
        api.configure("uom.file", "\u0000");
        assertThat(api.get("/uom").body()).isEqualTo(answer);
        assertThat(values()).containsEntry("UoM/UoMFile", file.toString());

        api.configure("uom.file", "");
        assertThat(api.get("/uom").body().at("/uom/units/temperature/values").toString())
                .contains("°C");
    }

    @Test
    void unitsAreServedAsYamlThatCanBeUsedAsAFile(@TempDir Path directory) throws IOException {
        JsonNode builtIn = api.get("/uom").body();
        String yaml = api.call("GET", "/uom", "", Map.of("Accept", "application/x-yaml"))
                .body()
                .textValue();
        assertThat(yaml).startsWith("Source: International System of Units").contains("\nUnits:\n");
        Path file = Files.writeString(directory.resolve("uom.yaml"), yaml);

        api.configure("uom.file", file.toString());

        assertThat(api.get("/uom").body()).isEqualTo(builtIn);
    }

    @Test
    void theHealthCheckTellsWhetherThereIsAStore() {
        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.OK);

        api.service.unbindDocuments(api.store);

        assertThat(api.service.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        assertThat(api.service.execute().toString()).contains("documents.target");
    }

    private Map<String, Object> values() {
        return api.settingsByPath();
    }
}
