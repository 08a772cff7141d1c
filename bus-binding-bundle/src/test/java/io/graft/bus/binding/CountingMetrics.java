package io.graft.bus.binding;

import io.graft.api.metrics.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Metrics for tests: counters count, the rest is forgotten. */
public final class CountingMetrics implements Metrics {

    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String help, String... labels) {
        return counters.computeIfAbsent(List.of(name, Arrays.toString(labels)), key -> new Sum());
    }

    @Override
    public Timer timer(String name, String help, String... labels) {
        return nanos -> {};
    }

    @Override
    public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        return () -> {};
    }

    private static final class Sum implements Counter {

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
