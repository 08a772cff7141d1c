package io.graft.certification.internal;

import io.graft.certification.internal.Progress.State;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckResult;
import io.graft.persistence.tck.CheckRunner;
import io.graft.persistence.tck.Effort;
import io.graft.persistence.tck.RunOptions;
import io.graft.persistence.tck.TestedProvider;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportRecorder;
import io.graft.persistence.tck.report.ReportedCheck;
import io.graft.persistence.tck.report.Subject;
import io.graft.persistence.tck.report.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One certification, on a thread of its own. Safe for use by many threads. */
public final class Certification {

    private static final Logger LOG = LoggerFactory.getLogger(Certification.class);
    private static final Pattern EVERY = Pattern.compile(".*");

    private final Work work;
    private final Thread thread;
    private Progress progress;

    /**
     * What is to be done.
     *
     * @param checks all checks of the contract
     * @param subject who is certified
     * @param contract the version of the contract
     * @param seed what all random choices are made from
     * @param limit after which no further check is begun
     * @param open opens what is tested; closed at the end
     * @param keep keeps the report
     */
    record Work(
            List<Check> checks,
            Subject subject,
            String contract,
            long seed,
            Duration limit,
            Opening open,
            Keeping keep) {

        /** Opens what is tested. */
        interface Opening {
            TestedProvider open() throws IOException;
        }

        /** Keeps a report. */
        interface Keeping {
            void keep(Report report) throws IOException;
        }
    }

    Certification(Work work) {
        this.work = work;
        progress = new Progress(
                work.subject().provider(),
                State.RUNNING,
                Instant.now(),
                work.checks().size(),
                "",
                List.of(),
                "",
                Optional.empty());
        thread = new Thread(this::run, "graft-certification " + work.subject().provider());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends it soon; what its checks have opened is removed. Does nothing if it is over. */
    public void cancel() {
        thread.interrupt();
    }

    /** How far it is. */
    public synchronized Progress progress() {
        return progress;
    }

    /**
     * Waits until it is further than it was, or over.
     *
     * @param seen how far it was
     * @return how far it is, which after the longest wait may be as far as before
     * @throws InterruptedException if the thread is interrupted; the certification goes on
     */
    public synchronized Progress after(Progress seen, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis(); progress.equals(seen) && !progress.over() && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return progress;
    }

    /** Waits until its thread has ended. */
    void join(Duration longest) throws InterruptedException {
        thread.join(longest.toMillis());
        if (thread.isAlive()) {
            LOG.warn("{} did not end within {} s of being cancelled", thread.getName(), longest.toSeconds());
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a provider does, the certification has an end that is seen
    private void run() {
        try {
            check();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the certification of {} broke off", work.subject().provider(), e);
            end(State.BROKEN, "it broke off: " + e.getMessage(), null);
        } catch (Error e) {
            end(State.BROKEN, "it broke off: " + e, null);
            throw e;
        }
    }

    private void check() throws IOException {
        RunOptions options = new RunOptions(Effort.QUICK, work.seed(), EVERY);
        ReportRecorder recorder =
                new ReportRecorder(work.open().open(), work.subject(), work.contract(), "a running gateway", options);
        String ended;
        try {
            ended = check(recorder, new CheckRunner(recorder.watched(), options));
        } finally {
            Thread.interrupted(); // who cancels from here on is too late, and must not disturb the clearing away
            recorder.watched().close();
        }
        Report report = recorder.report(work.checks(), ended);
        if (report.verdict() == Verdict.INCOMPLETE) {
            end(State.ENDED, (ended.isEmpty() ? report.summary() : ended) + "; the report was not kept", report);
        } else {
            work.keep().keep(report);
            end(State.DONE, report.summary(), report);
        }
    }

    /** Gives back why not all checks were run; empty if they were. */
    private String check(ReportRecorder recorder, CheckRunner runner) {
        List<Check> checks = work.checks();
        List<ReportedCheck> done = new ArrayList<>();
        long start = System.nanoTime();
        try {
            for (Check check : checks) {
                if (System.nanoTime() - start > work.limit().toNanos()) {
                    return "the " + work.limit().toMinutes() + " minutes that a certification may take were over";
                }
                show(checks.size(), check.title(), done);
                CheckResult result = runner.run(check);
                recorder.finished(result);
                done.add(ReportedCheck.of(result));
            }
            show(checks.size(), "", done);
            return "";
        } catch (InterruptedException e) {
            show(checks.size(), "", done);
            return "it was cancelled";
        }
    }

    private synchronized void show(int of, String check, List<ReportedCheck> done) {
        progress = new Progress(
                progress.provider(), State.RUNNING, progress.started(), of, check, done, "", Optional.empty());
        notifyAll();
    }

    private synchronized void end(State state, String message, Report report) {
        progress = new Progress(
                progress.provider(),
                state,
                progress.started(),
                progress.of(),
                "",
                progress.done(),
                message,
                Optional.ofNullable(report));
        notifyAll();
    }
}
