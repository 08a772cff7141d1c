package io.graft.benchmarks.internal.load;

import java.util.function.Supplier;

/**
 * Is told what became of each request, by the number in which its {@link RequestSource} wrote it: 0, 1, 2 and so on.
 * Called by the one thread that drives the load.
 */
public interface Witness {

    /** Looks at nothing. */
    Witness NONE = new Witness() {
        @Override
        public void answered(long number, int status, long since, long now, Supplier<String> bodyStart) {}

        @Override
        public void lost(long number, long since, long now, String why) {}
    };

    /**
     * A request was answered.
     *
     * @param number of the request
     * @param since the instant from which its latency counts, as {@link System#nanoTime()} has it
     * @param now the instant at which the whole answer was there
     * @param bodyStart gives the beginning of the answer's body, during this call
     */
    void answered(long number, int status, long since, long now, Supplier<String> bodyStart);

    /** A request got no answer: it may have been carried out or not. */
    void lost(long number, long since, long now, String why);
}
