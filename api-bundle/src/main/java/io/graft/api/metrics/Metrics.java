package io.graft.api.metrics;

import java.util.function.DoubleSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The gateway's metrics, an OSGi service. Names and labels follow Prometheus: {@code graft_} in front, base units
 * (seconds, bytes), {@code _total} for counters. Asked twice for the same name and labels, it gives the same metric.
 * All methods may be called by any thread; to record costs nanoseconds and allocates nothing, so keep the metric and
 * don't look it up on a hot path.
 */
@ProviderType
public interface Metrics {

    /**
     * A number that only grows.
     *
     * @param name e.g. {@code graft_events_persisted_total}
     * @param help one sentence
     * @param labels names and values in turn; keep the number of different values small
     */
    Counter counter(String name, String help, String... labels);

    /**
     * How long something takes, as a histogram with buckets from 50 microseconds to 10 seconds.
     *
     * @param name e.g. {@code graft_http_request_seconds}
     * @param help one sentence
     * @param labels names and values in turn; keep the number of different values small
     */
    Timer timer(String name, String help, String... labels);

    /**
     * A number that goes up and down, asked for when somebody looks.
     *
     * @param value quick, thread-safe, throws nothing; NaN for unknown
     * @return removes the gauge when closed
     */
    Registration gauge(String name, String help, DoubleSupplier value, String... labels);

    /** Counts. */
    interface Counter {

        /** Adds a number that is not negative. */
        void add(long n);

        /** The sum so far. */
        long sum();
    }

    /** Records durations. */
    interface Timer {

        /** Records one duration in nanoseconds. */
        void record(long nanos);
    }

    /** What can be taken back. */
    interface Registration extends AutoCloseable {

        @Override
        void close();
    }
}
