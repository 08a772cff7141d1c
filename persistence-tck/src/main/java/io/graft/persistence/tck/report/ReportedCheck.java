package io.graft.persistence.tck.report;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckResult;
import io.graft.persistence.tck.CheckResult.Outcome;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * How one check ended, as a report tells it.
 *
 * @param id the check's name, whose first word is its group; e.g. {@code events.append.idempotent}
 * @param title the rule of the contract, one sentence
 * @param outcome how it ended
 * @param time how long it took, in whole microseconds; zero where it was left out
 * @param message why it failed or was left out; empty where it passed
 * @param excused whether it was left out and the verdict may be good nevertheless
 */
public record ReportedCheck(String id, String title, Outcome outcome, Duration time, String message, boolean excused) {

    public ReportedCheck {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(outcome, "outcome");
        time = time.truncatedTo(ChronoUnit.MICROS);
        Objects.requireNonNull(message, "message");
    }

    /** A check that was run, or left out since something that it needs was not there: that excuses it. */
    public static ReportedCheck of(CheckResult result) {
        return new ReportedCheck(
                result.check().id(),
                result.check().title(),
                result.outcome(),
                result.time(),
                result.message(),
                result.outcome() == Outcome.LEFT_OUT);
    }

    /** A check that nothing kept from being run, but that was not: nothing excuses that. */
    public static ReportedCheck notRun(Check check, String reason) {
        return new ReportedCheck(check.id(), check.title(), Outcome.LEFT_OUT, Duration.ZERO, reason, false);
    }

    /** The first word of the id. */
    public String group() {
        int dot = id.indexOf('.');
        return dot < 0 ? id : id.substring(0, dot);
    }
}
