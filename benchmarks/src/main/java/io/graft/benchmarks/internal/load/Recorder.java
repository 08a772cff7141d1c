package io.graft.benchmarks.internal.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts answers and keeps their latencies, as a whole and by stretches of time. Used by one thread. */
final class Recorder {

    private static final long HIGHEST = Duration.ofMinutes(5).toNanos();
    private static final long SLOT = Duration.ofMillis(500).toNanos();

    private final int expectedStatus;
    private final long start;
    private final long countedFrom;
    private final Histogram all = new Histogram(1_000, HIGHEST, 3);
    private final Histogram current = new Histogram(1_000, HIGHEST, 2);
    private final SortedMap<Integer, Long> statuses = new TreeMap<>();
    private final List<LoadResult.Slot> slots = new ArrayList<>();
    private long slotStart;
    private long last;
    private long lost;
    private String firstFault = "";

    Recorder(int expectedStatus, long start, Duration warmUp) {
        this.expectedStatus = expectedStatus;
        this.start = start;
        this.countedFrom = start + warmUp.toNanos();
        this.slotStart = start;
        this.last = countedFrom;
    }

    void answered(int status, long since, long now, ResponseParser response) {
        statuses.merge(status, 1L, Long::sum);
        if (status != expectedStatus && expectedStatus != LoadSpec.ANY) {
            fault("status " + status + ": " + response.bodyStart());
            return;
        }
        if (now - slotStart >= SLOT) {
            endSlot(now);
        }
        long latency = Math.min(Math.max(now - since, 0), HIGHEST);
        current.recordValue(latency);
        if (now >= countedFrom) {
            all.recordValue(latency);
            last = now;
        }
    }

    void lost(String why) {
        lost++;
        fault(why);
    }

    void fault(String what) {
        if (firstFault.isEmpty()) {
            firstFault = what;
        }
    }

    LoadResult result() {
        return new LoadResult(
                all.getTotalCount(), (last - countedFrom) / 1e9, statuses, lost, firstFault, all, List.copyOf(slots));
    }

    private void endSlot(long now) {
        slots.add(new LoadResult.Slot(
                (now - start) / 1e9,
                current.getTotalCount() / ((now - slotStart) / 1e9),
                current.getValueAtPercentile(99) / 1e6,
                current.getMaxValue() / 1e6));
        current.reset();
        slotStart = now;
    }
}
