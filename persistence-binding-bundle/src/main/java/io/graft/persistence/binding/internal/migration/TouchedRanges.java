package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Origins that were touched, in steps of time that grow coarser when they are scattered: a bounded number of ranges that
 * hold every origin marked, and some beside. Not safe for use by many threads.
 */
final class TouchedRanges {

    private static final int MOST = 1_024;
    private static final int FINEST = 27; // 2^27 ns, about an eighth of a second

    private final TreeMap<Long, Long> steps = new TreeMap<>();
    private int shift = FINEST;

    void mark(long origin) {
        mark(origin, origin);
    }

    void mark(TimeRange range) {
        mark(range.start(), range.end());
    }

    void addAll(TouchedRanges others) {
        others.ranges().forEach(this::mark);
    }

    void remove(TimeRange range) {
        steps.remove(range.start() >> shift, range.end() >> shift);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    void clear() {
        steps.clear();
        shift = FINEST;
    }

    /** The ranges that were touched, apart from each other, the newest first. */
    List<TimeRange> ranges() {
        List<TimeRange> ranges = new ArrayList<>(steps.size());
        steps.descendingMap()
                .forEach((first, last) ->
                        ranges.add(new TimeRange(first << shift, (last << shift) + (1L << shift) - 1)));
        return ranges;
    }

    private void mark(long start, long end) {
        long first = start >> shift;
        long last = end >> shift;
        Map.Entry<Long, Long> before = steps.floorEntry(first);
        if (before != null && before.getValue() >= last) {
            return;
        }
        if (before != null && before.getValue() >= first - 1) {
            first = before.getKey();
        }
        Map.Entry<Long, Long> next = steps.ceilingEntry(first);
        while (next != null && next.getKey() <= last + 1) {
            last = Math.max(last, next.getValue());
            steps.remove(next.getKey());
            next = steps.ceilingEntry(first);
        }
        steps.put(first, last);
        if (steps.size() > MOST) {
            coarser();
        }
    }

    private void coarser() {
        List<TimeRange> ranges = ranges();
        while (steps.size() > MOST / 2) {
            shift++;
            steps.clear();
            ranges.forEach(this::mark);
        }
    }
}
