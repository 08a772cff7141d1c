package io.graft.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationViewTest {

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

    @Test
    void theBarShowsHowFarItIsHowFastAndForHowLong() {
        assertThat(MigrationView.line(status(Phase.COPYING, 500_000, "copies the history")))
                .isEqualTo("[############............]  50 %  500,000/1,000,000  8,334/s  1:00 min left  copying");
    }

    @Test
    void whatItWaitsForIsSaidInTheSameLine() {
        assertThat(MigrationView.line(status(Phase.COPYING, 0, "waits for provider redis since 3 s")))
                .endsWith("copying: waits for provider redis since 3 s");
    }

    @Test
    void theBarStaysWithinTheTerminal() {
        MigrationView view = new MigrationView(out, 60);
        view.show(status(Phase.COPYING, 1, "waits for " + "x".repeat(200)));

        String line = text.toString(StandardCharsets.UTF_8);
        assertThat(line.substring(line.lastIndexOf('\r') + 1))
                .hasSizeLessThan(60)
                .endsWith("...");
    }

    @Test
    void withoutATerminalThereIsALineForEachPhase() {
        MigrationView view = new MigrationView(out, 0);
        view.show(status(Phase.COPYING, 1, "copies"));
        view.show(status(Phase.COPYING, 2, "copies"));
        view.show(status(Phase.CATCHING_UP, 3, "carries over"));

        assertThat(text.toString(StandardCharsets.UTF_8).lines()).hasSize(2).allMatch(line -> !line.contains("\r"));
    }

    @Test
    void theDetailsSayWhatCameOfIt() {
        new MigrationView(out, 80).details(status(Phase.DONE, 1_000_000, "the service keeps its events in redis"));

        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("core-data events, embedded to redis: done")
                .contains(
                        "1,000,000 of 1,000,000 events copied, 200 chunks read back and found equal, 1 after a repair")
                .contains("1,234 changes made meanwhile")
                .contains("the service keeps its events in redis");
    }

    @Test
    void whatMovesTheCursorIsNotPrinted() {
        new MigrationView(out, 0).details(status(Phase.FAILED, 0, "device '\u001b[2J'"));

        assertThat(text.toString(StandardCharsets.UTF_8)).contains("device '?[2J'");
    }

    @ParameterizedTest
    @CsvSource({"90s,PT1M30S", "30m,PT30M", "24H,PT24H", "7d,PT168H", "0,PT0S"})
    void aWindowIsWrittenAsPeopleDo(String written, Duration meant) {
        assertThat(WindowText.parse(written)).isEqualTo(meant);
        assertThat(WindowText.parse(null)).isEqualTo(MigrationRequest.DEFAULT_ROLLBACK_WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "h", "1w", "-1h", "99999999d"})
    void aWindowThatIsNoTimeIsRefused(String written) {
        assertThatThrownBy(() -> WindowText.parse(written))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("write e.g. 30m");
    }

    private static MigrationStatus status(Phase phase, long copied, String message) {
        return new MigrationStatus(
                "core-data",
                "events",
                StoreKind.EVENTS,
                "embedded",
                "redis",
                phase,
                copied,
                1_000_000,
                8_333.6,
                Optional.of(Duration.ofSeconds(60)),
                200,
                1,
                1_234,
                Instant.parse("2026-01-02T03:04:05Z"),
                Optional.empty(),
                Optional.empty(),
                message);
    }
}
