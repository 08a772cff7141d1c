package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Counts what a spool does. Safe for use by many threads. */
final class SpoolMeters implements AutoCloseable {

    /** One of its figures, also as a metric. */
    static final class Count {

        private final LongAdder sum = new LongAdder();
        private final Metrics.Counter counter;

        Count(Metrics.Counter counter) {
            this.counter = counter;
        }

        void add(long n) {
            sum.add(n);
            counter.add(n);
        }

        long sum() {
            return sum.sum();
        }
    }

    private final String service;
    private final Metrics metrics;
    private final List<Metrics.Registration> gauges = new ArrayList<>();
    private final Rate spooling;
    private final Rate draining;
    private final Count spooled;
    private final Count drained;
    private final Count expired;
    private final Count refused;
    private final Count rejected;

    SpoolMeters(String service, Metrics metrics, LongSupplier nanos) {
        this.service = service;
        this.metrics = metrics;
        spooling = new Rate(nanos);
        draining = new Rate(nanos);
        spooled = count("spooled", "Events that went to the spool, since the store could not take them.");
        drained = count("drained", "Events that went from the spool into the store.");
        expired = count("expired", "Events that were given up, since no store took them in time.");
        refused = count("refused", "Events that were refused, since the spool was full or failed.");
        rejected = count("rejected", "Events that no store will take, kept in rejected.jsonl.");
    }

    /** Shows what is in the spool. */
    void show(DoubleSupplier events, DoubleSupplier bytes, DoubleSupplier oldestSeconds) {
        gauges.add(gauge("events", "Acknowledged events that are in the spool.", events));
        gauges.add(gauge("bytes", "Bytes on disk of the events in the spool.", bytes));
        gauges.add(gauge("oldest_seconds", "Age of the oldest event in the spool.", oldestSeconds));
    }

    void spooled(long n) {
        spooled.add(n);
        spooling.add(n);
    }

    void drained(long n) {
        drained.add(n);
        draining.add(n);
    }

    Count spooled() {
        return spooled;
    }

    Count drained() {
        return drained;
    }

    Count expired() {
        return expired;
    }

    Count refused() {
        return refused;
    }

    Count rejected() {
        return rejected;
    }

    double spooledPerSecond() {
        return spooling.perSecond();
    }

    double drainedPerSecond() {
        return draining.perSecond();
    }

    @Override
    public void close() {
        gauges.forEach(Metrics.Registration::close);
    }

    private Count count(String what, String help) {
        return new Count(metrics.counter("graft_spool_" + what + "_total", help, "service", service));
    }

    private Metrics.Registration gauge(String what, String help, DoubleSupplier value) {
        return metrics.gauge("graft_spool_" + what, help, value, "service", service);
    }
}
