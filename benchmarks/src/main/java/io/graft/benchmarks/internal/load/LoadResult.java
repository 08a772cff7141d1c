package io.graft.benchmarks.internal.load;

import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param answers answers with the expected status, after the warm-up
 * @param seconds the time in which they came
 * @param statuses every answer by status, the warm-up included
 * @param lost requests that were sent and never answered: the connection ended, the time was up, or it was not HTTP
 * @param firstFault the first lost answer or unexpected status in words, or an empty string
 * @param latency nanoseconds of the counted answers
 * @param slots the course over time
 */
public record LoadResult(
        long answers,
        double seconds,
        SortedMap<Integer, Long> statuses,
        long lost,
        String firstFault,
        Histogram latency,
        List<Slot> slots) {

    /**
     * One stretch of the course.
     *
     * @param atSecond when it ended, counted from the start of the load
     * @param perSecond answers a second
     * @param p99Millis of the answers of the stretch
     * @param maxMillis of the answers of the stretch
     */
    public record Slot(double atSecond, double perSecond, double p99Millis, double maxMillis) {}

    public double perSecond() {
        return seconds > 0 ? answers / seconds : 0;
    }

    public double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }

    public double maxMillis() {
        return latency.getMaxValue() / 1e6;
    }

    /** Answers with a status other than the expected, and lost ones. */
    public long errors(int expectedStatus) {
        return lost
                + statuses.entrySet().stream()
                        .filter(e -> e.getKey() != expectedStatus)
                        .mapToLong(java.util.Map.Entry::getValue)
                        .sum();
    }
}
