package io.graft.bus.tck;

import io.graft.bus.tck.checks.AcknowledgementChecks;
import io.graft.bus.tck.checks.CloseChecks;
import io.graft.bus.tck.checks.ConnectionChecks;
import io.graft.bus.tck.checks.DurabilityChecks;
import io.graft.bus.tck.checks.PublishChecks;
import io.graft.bus.tck.checks.TopicChecks;
import io.graft.bus.tck.checks.WindowChecks;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract as JUnit tests: one for each check. A provider's project extends this class and supplies the provider; what
 * can't be done with it makes a test aborted, with a message that says so.
 */
public abstract class MessageBusContract {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    /**
     * Starts what is tested; it is closed after the last check.
     *
     * @throws Exception if that can't be done; no check runs then
     */
    protected abstract TestedBus testedBus() throws Exception;

    /** Every check of the contract, simple ones first. */
    public static List<Check> checks() {
        return Stream.of(
                        PublishChecks.all(),
                        TopicChecks.all(),
                        WindowChecks.all(),
                        AcknowledgementChecks.all(),
                        DurabilityChecks.all(),
                        ConnectionChecks.all(),
                        CloseChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    final Stream<DynamicTest> keepsTheContract() throws Exception {
        TestedBus tested = testedBus();
        return checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.id() + ": " + check.rule(), () -> run(check, tested)))
                .onClose(tested::close);
    }

    private static void run(Check check, TestedBus tested) {
        Assertions.assertTimeoutPreemptively(LIMIT, () -> {
            try (CheckContext context = new CheckContext(tested, "check-" + UUID.randomUUID())) {
                check.body().run(context);
            }
        });
    }
}
