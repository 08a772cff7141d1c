package io.graft.persistence.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.simulated.BrokenProvider;
import io.graft.persistence.tck.simulated.BrokenProviders;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each provider that does one thing wrong is caught by the checks that are there for it. */
class BrokenProvidersTest {

    /** A seed that is known to reach the states that are seldom. */
    private static final RunOptions OPTIONS = new RunOptions(Effort.QUICK, 1, Pattern.compile(".*"));

    private static final Map<String, Check> CHECKS =
            Checks.all().stream().collect(Collectors.toMap(Check::id, Function.identity()));

    static List<BrokenProvider> broken() {
        return BrokenProviders.all();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isCaughtByName(BrokenProvider broken) throws Exception {
        for (String id : broken.caughtBy()) {
            try (TestedProvider provider = broken.provider().get()) {
                Check check = CHECKS.get(id);
                assertThat(check).as("check %s", id).isNotNull();

                CheckResult result = new CheckRunner(provider, OPTIONS).run(check);

                assertThat(result.outcome()).as(broken + ", by " + id).isEqualTo(Outcome.FAILED);
                assertThat(result.message())
                        .contains("The rule: " + check.rule())
                        .contains("-Dgraft.tck.check=" + id + " -Dgraft.tck.seed=");
            }
        }
    }
}
