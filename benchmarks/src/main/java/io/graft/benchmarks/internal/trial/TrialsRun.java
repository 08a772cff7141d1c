package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.gateway.Machine;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import java.io.IOException;
import java.nio.file.Files;

/** The trials of a run, one after the other, each with a gateway and databases of its own. */
public final class TrialsRun {

    private final Options options;
    private final Progress progress;

    public TrialsRun(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs them; whether all could be run. A trial that misses an aim has been run. */
    public boolean run() throws IOException, InterruptedException {
        boolean whole = true;
        Machine machine = Machine.of(Files.createDirectories(options.work()));
        progress.say(machine.toString());
        for (Trial trial : options.plan().trials()) {
            progress.say("=== " + trial.title());
            try {
                AimTable table = trial.run(options, progress);
                table.figures("machine", machine);
                System.out.println(table.text());
                table.write(options.out());
            } catch (IOException | RuntimeException e) {
                whole = false;
                progress.say("  could not be measured: " + words(e));
            }
        }
        System.out.println("The tables (.md), pictures (.svg) and figures (.json) are in "
                + options.out().toAbsolutePath());
        return whole;
    }

    private static String words(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }
}
