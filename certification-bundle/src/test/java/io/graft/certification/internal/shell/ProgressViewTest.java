package io.graft.certification.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.certification.internal.Progress;
import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.report.Host;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportedCheck;
import io.graft.persistence.tck.report.Subject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressViewTest {

    private static final ReportedCheck PASSED =
            new ReportedCheck("events.a", "This passes", Outcome.PASSED, Duration.ofMillis(12), "", false);
    private static final ReportedCheck FAILED = new ReportedCheck(
            "events.b", "This fails", Outcome.FAILED, Duration.ofSeconds(12), "expected 1\nfound \u001b[2J2", false);
    private static final ReportedCheck LEFT_OUT =
            new ReportedCheck("server.c", "This kills", Outcome.LEFT_OUT, Duration.ZERO, "needs a server", true);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static Progress progress(String check, ReportedCheck... done) {
        return new Progress(
                "redis", Progress.State.RUNNING, Instant.EPOCH, 4, check, List.of(done), "", Optional.empty());
    }

    private static Progress over(ReportedCheck... done) {
        Report report = new Report(
                new Subject("redis", "1.0.0", "com.example.redis", ""),
                "1.0.0",
                "Redis",
                "here",
                Host.current(),
                Instant.EPOCH,
                Duration.ofSeconds(34),
                1,
                "quick",
                List.of(done));
        return new Progress(
                "redis",
                Progress.State.DONE,
                Instant.EPOCH,
                done.length,
                "",
                List.of(done),
                report.summary(),
                Optional.of(report));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalEveryCheckIsOneLineOnce() {
        ProgressView view = new ProgressView(out, 0);
        view.show(progress("This passes"));
        view.show(progress("This fails", PASSED));
        view.show(progress("", PASSED, FAILED, LEFT_OUT));
        view.show(progress("", PASSED, FAILED, LEFT_OUT));

        assertThat(shown())
                .isEqualToNormalizingNewlines(
                        """
                          1/4  passed      12 ms  This passes
                          2/4  FAILED     12.0 s  This fails
                          3/4  left out           This kills
                        """);
    }

    @Test
    void withATerminalABarMovesAndFailuresStay() {
        ProgressView view = new ProgressView(out, 60);
        view.show(progress("A title that is much too long for what is left of the line", PASSED));
        view.show(progress("Next", PASSED, FAILED));

        assertThat(shown())
                .contains("[#######.....................] 1/4  A title")
                .contains("\rfailed: This fails\n");
        assertThat(shown().split("[\r\n]")).allMatch(line -> line.length() < 60);
        assertThat(shown()).endsWith("[##############..............] 2/4  Next");
    }

    @Test
    void endTellsFailuresReasonsAndVerdictWithoutWhatMovesTheCursor() {
        new ProgressView(out, 0).end(over(PASSED, FAILED, LEFT_OUT));

        assertThat(shown())
                .contains("FAILED  events.b", "  expected 1", "  found ?[2J2")
                .contains("Left out, needs a server:")
                .contains("redis 1.0.0 with contract 1.0.0: NOT certified (1 of 3 checks passed; 1 failed; 1 was left"
                        + " out, which is allowed) in 34.0 s")
                .doesNotContain("\u001b");
    }

    @Test
    void whatBrokeOffSaysWhy() {
        new ProgressView(out, 80)
                .end(new Progress(
                        "redis",
                        Progress.State.BROKEN,
                        Instant.EPOCH,
                        3,
                        "",
                        List.of(),
                        "it broke off: the provider has just gone",
                        Optional.empty()));

        assertThat(shown()).contains("it broke off: the provider has just gone");
    }
}
