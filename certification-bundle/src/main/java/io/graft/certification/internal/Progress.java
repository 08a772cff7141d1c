package io.graft.certification.internal;

import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportedCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a certification is. Immutable.
 *
 * @param provider who is certified
 * @param state whether it goes on
 * @param started when it began
 * @param of how many checks there are
 * @param check the title of the check that runs; empty if none does
 * @param done the checks that have ended, in their order
 * @param message one line for a person; empty while it runs
 * @param report what came of it; empty as long as it runs, and if it broke
 */
public record Progress(
        String provider,
        State state,
        Instant started,
        int of,
        String check,
        List<ReportedCheck> done,
        String message,
        Optional<Report> report) {

    /** Whether a certification goes on. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All was done, and the report was kept. */
        DONE,
        /** Somebody has ended it, or its time was over: the report was not kept. */
        ENDED,
        /** It could not be done. */
        BROKEN
    }

    public Progress {
        done = List.copyOf(done);
    }

    /** Whether nothing more will come. */
    public boolean over() {
        return state != State.RUNNING;
    }

    /** How many of the checks that are done ended so. */
    public long count(Outcome outcome) {
        return done.stream().filter(each -> each.outcome() == outcome).count();
    }
}
