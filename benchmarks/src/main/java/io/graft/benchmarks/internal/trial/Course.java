package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.report.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A load by tenths of a second. Used by the one thread of the load; read when it has ended. */
final class Course {

    private static final long SLOT = Duration.ofMillis(100).toNanos();
    private static final long HIGHEST = Duration.ofMinutes(5).toNanos();

    private final List<Timeline.Slot> slots = new ArrayList<>();
    private final Histogram latency = new Histogram(1_000, HIGHEST, 2);
    private final long start;
    private long slotEnd;
    private long failed;

    Course(long start) {
        this.start = start;
        this.slotEnd = start + SLOT;
    }

    void answered(long now, long nanos) {
        upTo(now);
        latency.recordValue(Math.min(Math.max(nanos, 0), HIGHEST));
    }

    void failed(long now) {
        upTo(now);
        failed++;
    }

    List<Timeline.Slot> slots() {
        return List.copyOf(slots);
    }

    private void upTo(long now) {
        while (now >= slotEnd) {
            slots.add(new Timeline.Slot(
                    (slotEnd - SLOT - start) / 1e9,
                    SLOT / 1e9,
                    latency.getTotalCount(),
                    failed,
                    latency.getValueAtPercentile(50) / 1e6,
                    latency.getValueAtPercentile(99) / 1e6,
                    latency.getMaxValue() / 1e6));
            latency.reset();
            failed = 0;
            slotEnd += SLOT;
        }
    }
}
