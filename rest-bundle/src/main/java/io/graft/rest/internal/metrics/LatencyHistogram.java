package io.graft.rest.internal.metrics;

import io.graft.api.metrics.Metrics;
import java.util.concurrent.atomic.LongAdder;

/** A histogram of durations with fixed buckets. */
final class LatencyHistogram implements Metrics.Timer {

    /** The upper bounds of the buckets as Prometheus shows them. */
    private static final String[] SECONDS = {
        "0.00005", "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25",
        "0.5", "1", "2.5", "5", "10", "+Inf"
    };

    private static final long[] NANOS = {
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        500_000_000,
        1_000_000_000,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    private final LongAdder[] buckets = new LongAdder[SECONDS.length];
    private final LongAdder sum = new LongAdder();

    LatencyHistogram() {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    @Override
    public void record(long nanos) {
        int i = 0;
        while (i < NANOS.length && nanos > NANOS[i]) {
            i++;
        }
        buckets[i].increment();
        sum.add(nanos);
    }

    void write(PrometheusText out, String name, String labels) {
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
            count += buckets[i].sum();
            out.sample(name + "_bucket", PrometheusText.withLabel(labels, "le", SECONDS[i]), count);
        }
        out.sample(name + "_sum", labels, sum.sum() / 1e9);
        out.sample(name + "_count", labels, count);
    }
}
