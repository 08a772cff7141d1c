package io.graft.persistence.tck.junit;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckResult;
import io.graft.persistence.tck.CheckRunner;
import io.graft.persistence.tck.Checks;
import io.graft.persistence.tck.RunOptions;
import io.graft.persistence.tck.TestedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/**
 * The contract as JUnit tests: one for each check. A provider's project extends this class and supplies the provider;
 * what a check needs and the project does not supply makes its test aborted, with a message that says so.
 */
public abstract class ProviderContract {

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

    @TestFactory
    final Stream<DynamicTest> keepsTheContract() throws Exception {
        TestedProvider provider = provider();
        RunOptions options = RunOptions.ofSystemProperties();
        CheckRunner runner = new CheckRunner(provider, options);
        List<CheckResult> results = new ArrayList<>();
        return checks().stream()
                .filter(options::selects)
                .map(check -> DynamicTest.dynamicTest(check.id(), () -> show(check, runner, results)))
                .onClose(() -> finish(provider));
    }

    private static void show(Check check, CheckRunner runner, List<CheckResult> results) throws InterruptedException {
        CheckResult result = runner.run(check);
        results.add(result);
        switch (result.outcome()) {
            case FAILED ->
                throw new AssertionFailedError(result.message(), result.cause().orElse(null));
            case LEFT_OUT -> Assumptions.abort(result.message());
            case PASSED -> {}
        }
    }

    private static void finish(TestedProvider provider) {
        try {
            provider.close();
        } catch (IOException e) {
            throw new UncheckedIOException("what was tested could not be closed: " + e.getMessage(), e);
        }
    }
}
