package io.graft.persistence.tck.junit;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckResult;
import io.graft.persistence.tck.CheckRunner;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.RunOptions;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.report.ContractVersion;
import io.graft.persistence.tck.report.ReportFiles;
import io.graft.persistence.tck.report.ReportRecorder;
import io.graft.persistence.tck.report.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/**
 * The contract as JUnit tests: one for each check. A provider's project extends this class and supplies the provider;
 * what a check needs and the project does not supply makes its test aborted, with a message that says so. At the end a report
 * of it all is in {@code target/certification}.
 */
public abstract class ProviderContract {

    private static final Path REPORTS = Path.of("target", "certification");

    /**
     * Starts what is tested; it is closed after the last check.
     *
     * @throws Exception if that can't be done; no check runs then
     */
    protected abstract TestedProvider provider() throws Exception;

    /** Which checks are run: all, unless this is overridden. */
    protected List<Check> checks() {
        return Checks.all();
    }

    /** The name of the report's files: the provider's, unless one provider is tested in several ways. */
    protected String reportName(TestedProvider provider) {
        return ReportFiles.name(provider.name());
    }

    @TestFactory
    final Stream<DynamicTest> keepsTheContract() throws Exception {
        TestedProvider provider = provider();
        RunOptions options = RunOptions.ofSystemProperties();
        ReportRecorder recorder = new ReportRecorder(
                provider, Subject.of(provider), ContractVersion.ofClassPath(), "the provider's own build", options);
        CheckRunner runner = new CheckRunner(recorder.watched(), options);
        return checks().stream()
                .filter(options::selects)
                .map(check -> DynamicTest.dynamicTest(check.id(), () -> show(check, runner, recorder)))
                .onClose(() -> finish(recorder, reportName(provider)));
    }

    private static void show(Check check, CheckRunner runner, ReportRecorder recorder) throws InterruptedException {
        CheckResult result = runner.run(check);
        recorder.finished(result);
        switch (result.outcome()) {
            case FAILED ->
                throw new AssertionFailedError(result.message(), result.cause().orElse(null));
            case LEFT_OUT -> Assumptions.abort(result.message());
            case PASSED -> {}
        }
    }

    private static void finish(ReportRecorder recorder, String name) {
        try {
            try {
                ReportFiles.write(recorder.report(Checks.all(), "it was not selected"), REPORTS, name);
            } finally {
                recorder.watched().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the report could not be written, or what was tested not be closed: " + e.getMessage(), e);
        }
    }
}
