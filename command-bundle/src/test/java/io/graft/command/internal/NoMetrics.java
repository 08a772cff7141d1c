package io.graft.command.internal;

import io.graft.api.metrics.Metrics;
import java.util.function.DoubleSupplier;

/** Records nothing. */
public final class NoMetrics implements Metrics {

    @Override
    public Counter counter(String name, String help, String... labels) {
        return new Counter() {
            @Override
            public void add(long n) {}

            @Override
            public long sum() {
                return 0;
            }
        };
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
