package io.graft.persistence.tck.report;

import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckListener;
import io.graft.persistence.tck.CheckResult;
import io.graft.persistence.tck.RunOptions;
import io.graft.persistence.tck.TestedProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Makes the report of a run: the checks are run against {@link #watched()}, and their results are told to it. Used by one thread. */
public final class ReportRecorder implements CheckListener {

    private final Map<String, ReportedCheck> results = new HashMap<>();
    private final Subject subject;
    private final String contract;
    private final String way;
    private final RunOptions options;
    private final WatchedProvider watched;
    private final Instant started = Instant.now();
    private final long start = System.nanoTime();

    /**
     * Begins a report.
     *
     * @param contract the version of the contract; empty where it can't be found out
     * @param way where the checks run, e.g. {@code a running gateway}
     */
    public ReportRecorder(TestedProvider provider, Subject subject, String contract, String way, RunOptions options) {
        this.watched = new WatchedProvider(provider);
        this.subject = Objects.requireNonNull(subject, "subject");
        this.contract = Objects.requireNonNull(contract, "contract");
        this.way = Objects.requireNonNull(way, "way");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** The provider, whose spaces are remembered: what is left open when it is closed, is closed with it. */
    public TestedProvider watched() {
        return watched;
    }

    @Override
    public void finished(CheckResult result) {
        results.put(result.check().id(), ReportedCheck.of(result));
    }

    /**
     * The report on the checks of the contract.
     *
     * @param all all of them, also those that were not run
     * @param notRun why checks that have no result have none
     */
    public Report report(List<Check> all, String notRun) {
        List<ReportedCheck> checks =
                all.stream().map(check -> result(check, notRun)).toList();
        return new Report(
                subject,
                contract,
                watched.connectedTo(),
                way,
                Host.current(),
                started,
                Duration.ofNanos(System.nanoTime() - start),
                options.seed(),
                options.effort().name().toLowerCase(Locale.ROOT),
                checks);
    }

    private ReportedCheck result(Check check, String notRun) {
        ReportedCheck result = results.get(check.id());
        return result == null ? ReportedCheck.notRun(check, notRun) : result;
    }
}
