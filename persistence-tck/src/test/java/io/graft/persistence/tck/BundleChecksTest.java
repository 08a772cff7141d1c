package io.graft.persistence.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.simulated.SimulatedBundle;
import io.graft.persistence.tck.simulated.bundle.SimulatedActivator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle that does one thing wrong is caught by the check that is there for it; one that does not passes them all. */
class BundleChecksTest {

    private static final String SETTINGS = "<metatype:MetaData><Designate pid=\"simulated\"/></metatype:MetaData>";

    @TempDir
    private Path folder;

    static Stream<Arguments> manifests() {
        return Stream.of(
                broken(Map.of("Export-Package", "io.graft.persistence.tck.oracle"), SETTINGS, "bundle.no-exports"),
                broken(Map.of("Import-Package", "io.netty.buffer"), SETTINGS, "bundle.imports-of-the-platform"),
                broken(Map.of("Require-Bundle", "mongodb"), SETTINGS, "bundle.imports-of-the-platform"),
                broken(
                        Map.of("Import-Package", "io.netty.buffer;version=\"[4.2,5)\";resolution:=\"optional\""),
                        SETTINGS,
                        "bundle.no-optional-imports"),
                broken(Map.of("DynamicImport-Package", "*"), SETTINGS, "bundle.no-optional-imports"),
                broken(Map.of(), "", "bundle.settings-described"),
                broken(Map.of(), SETTINGS.replace("\"simulated\"", "\"simu-lated\""), "bundle.settings-described"));
    }

    private static Arguments broken(Map<String, String> headers, String settings, String caughtBy) {
        return Arguments.of(headers, settings, caughtBy);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aManifestThatIsWrongIsCaughtByName(Map<String, String> headers, String settings, String caughtBy)
            throws Exception {
        assertThat(failed(headers, settings, caughtBy)).containsExactly(caughtBy);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                Arguments.of("name", "bundle.services"),
                Arguments.of("health", "bundle.services"),
                Arguments.of("open", "bundle.restart"),
                Arguments.of("durability", "bundle.restart"),
                Arguments.of("thread", "bundle.nothing-left"),
                Arguments.of("loader", "bundle.nothing-left"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void aBundleThatDoesWrongIsCaughtByName(String flaw, String caughtBy) throws Exception {
        assertThat(failed(Map.of(SimulatedActivator.FLAW, flaw), SETTINGS, caughtBy))
                .containsExactly(caughtBy);
    }

    @Test
    void aBundleThatKeepsTheRulesPasses() throws Exception {
        assertThat(failed(Map.of(), SETTINGS, "bundle.*")).isEmpty();
    }

    private List<String> failed(Map<String, String> headers, String settings, String ids) throws Exception {
        TestedProvider provider = SimulatedBundle.write(folder.resolve("simulated.jar"), headers, settings);
        return new CheckRunner(provider, new RunOptions(Effort.QUICK, 1, Pattern.compile(ids)))
                .run(Checks.all(), CheckListener.NONE).stream()
                        .peek(result -> assertThat(result.outcome()).isNotEqualTo(Outcome.LEFT_OUT))
                        .filter(result -> result.outcome() == Outcome.FAILED)
                        .map(result -> result.check().id())
                        .toList();
    }
}
