package io.graft.device.sdk.internal;

import io.graft.api.metrics.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Counts. */
public final class FakeMetrics implements Metrics {

    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String help, String... labels) {
        return counters.computeIfAbsent(name, unused -> new Adder());
    }

    /** The sum of a counter, whatever its labels. */
    public long sum(String name) {
        return counter(name, "").sum();
    }

    @Override
    public Timer timer(String name, String help, String... labels) {
        return nanos -> {};
    }

    @Override
    public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        return () -> {};
    }

    private static final class Adder implements Counter {

        private final LongAdder sum = new LongAdder();

        @Override
        public void add(long n) {
            sum.add(n);
        }

        @Override
        public long sum() {
            return sum.sum();
        }
    }
}
