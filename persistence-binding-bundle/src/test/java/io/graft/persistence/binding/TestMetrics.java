package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Metrics that a test can look at. */
final class TestMetrics implements Metrics {

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentHashMap<>();

    long count(String name, String... labels) {
        LongAdder sum = counters.get(name + List.of(labels));
        return sum == null ? 0 : sum.sum();
    }

    double gauge(String name, String... labels) {
        return gauges.get(name + List.of(labels)).getAsDouble();
    }

    boolean hasGauges() {
        return !gauges.isEmpty();
    }

    @Override
    public Counter counter(String name, String help, String... labels) {
        LongAdder sum = counters.computeIfAbsent(name + List.of(labels), key -> new LongAdder());
        return new Counter() {
            @Override
            public void add(long n) {
                sum.add(n);
            }

            @Override
            public long sum() {
                return sum.sum();
            }
        };
    }

    @Override
    public Timer timer(String name, String help, String... labels) {
        return nanos -> {};
    }

    @Override
    public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        gauges.put(name + List.of(labels), value);
        return () -> gauges.remove(name + List.of(labels));
    }
}
