package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.report.Timeline;
import java.util.ArrayList;
import java.util.List;

/** What was done to the gateway and when, in seconds since the load began. Used by one thread. */
final class Diary {

    private final long start;
    private final List<Timeline.Mark> marks = new ArrayList<>();
    private final List<Timeline.Band> bands = new ArrayList<>();
    private String bound;
    private double boundFrom;

    /**
     * Opens it.
     *
     * @param start of the load, as {@link System#nanoTime()} has it
     * @param bound the provider that is bound then
     */
    Diary(long start, String bound) {
        this.start = start;
        this.bound = bound;
    }

    void mark(String what, long from, long to) {
        marks.add(new Timeline.Mark(second(from), second(to), what));
    }

    void bound(String provider, long at) {
        bands.add(new Timeline.Band(boundFrom, second(at), bound));
        bound = provider;
        boundFrom = second(at);
    }

    /** The picture of a load, larger from one second to another. */
    Timeline timeline(String title, MixedLoad load, double zoomFrom, double zoomTo) {
        List<Timeline.Slot> slots = load.course().slots();
        bound(bound, System.nanoTime());
        return new Timeline(title, slots, bands, marks, zoomFrom, zoomTo);
    }

    double second(long nanos) {
        return (nanos - start) / 1e9;
    }
}
