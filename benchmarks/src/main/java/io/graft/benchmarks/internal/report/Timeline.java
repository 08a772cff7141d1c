package io.graft.benchmarks.internal.report;

import java.util.List;

/**
 * A load over time, and what was done to the gateway meanwhile.
 *
 * @param title of the picture
 * @param slots stretches of time, one after the other
 * @param bands which database was bound when
 * @param marks what was done
 * @param zoomFrom second at which the stretch begins that is also drawn larger
 * @param zoomTo second at which it ends
 */
public record Timeline(
        String title, List<Slot> slots, List<Band> bands, List<Mark> marks, double zoomFrom, double zoomTo) {

    /**
     * One stretch.
     *
     * @param atSecond when it began, counted from the start of the load
     * @param seconds how long it was
     * @param answers as they should be
     * @param failed other answers, and requests without one
     * @param p50Millis of the answers, each counted from when its request was due
     * @param p99Millis of the answers
     * @param maxMillis of the answers
     */
    public record Slot(
            double atSecond,
            double seconds,
            long answers,
            long failed,
            double p50Millis,
            double p99Millis,
            double maxMillis) {}

    /** A database was bound from a second to another. */
    public record Band(double from, double to, String database) {}

    /** Something was done, from a second to another. */
    public record Mark(double from, double to, String what) {}

    public Timeline {
        slots = List.copyOf(slots);
        bands = List.copyOf(bands);
        marks = List.copyOf(marks);
    }
}
