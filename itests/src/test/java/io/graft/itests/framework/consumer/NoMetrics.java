package io.graft.itests.framework.consumer;

import io.graft.api.metrics.Metrics;
import java.util.function.DoubleSupplier;

/** Forgets what it is told. */
public final class NoMetrics implements Metrics {
    private static final Counter COUNTER = new Counter() {
        @Override
        public void add(long n) {}

        @Override
        public long sum() {
            return 0;
        }
    };

    @Override
    public Counter counter(String name, String help, String... labels) {
        return COUNTER;
    }

    @Override
    public Timer timer(String name, String help, String... labels) {
        return nanos -> {};
    }

    @Override
    public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
        return () -> {};
    }
}
