package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import java.io.IOException;

/** Something that is done to a gateway under load, after which every acknowledged event is looked for. */
interface Trial {

    /** What it does, for whoever watches. */
    String title();

    /**
     * Does it, with a gateway and databases of its own.
     *
     * @throws IOException if nothing could be measured
     */
    AimTable run(Options options, Progress progress) throws IOException, InterruptedException;
}
