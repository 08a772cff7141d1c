package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import java.io.IOException;

/** One thing that is measured. */
public interface Scenario {

    /** The name by which it is chosen. */
    String name();

    /** What it does, for whoever watches. */
    String title();

    /** Whether it needs a gateway that the run itself has started. */
    default boolean needsOwnGateway() {
        return false;
    }

    /**
     * Measures and reports.
     *
     * @throws IOException if the gateway fails in a way that leaves nothing to measure
     */
    void run(Bench bench) throws IOException, InterruptedException;
}
