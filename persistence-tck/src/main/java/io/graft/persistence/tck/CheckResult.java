package io.graft.persistence.tck;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a check.
 *
 * @param check the check
 * @param outcome whether the provider keeps the rule
 * @param time how long it took; zero when it was left out
 * @param message when it failed: what was done, expected and found, the rule and how to repeat it; when it was left
 *     out: what it needs; else empty
 * @param cause what was thrown when it failed
 */
public record CheckResult(Check check, Outcome outcome, Duration time, String message, Optional<Throwable> cause) {

    /** How a check can end. */
    public enum Outcome {
        /** The provider keeps the rule. */
        PASSED,
        /** The provider breaks the rule. */
        FAILED,
        /** Something that the check needs was not there. */
        LEFT_OUT
    }

    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(cause, "cause");
    }
}
