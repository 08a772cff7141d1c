package io.graft.command.internal;

import io.graft.api.metrics.Metrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what comes over the bus, and tells once a minute of what can't be answered. Safe for use by many threads. */
final class BusMeters {

    private static final Logger LOG = LoggerFactory.getLogger(BusMeters.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Metrics.Counter requests;
    private final Metrics.Counter rejected;
    private final Metrics.Counter repeated;
    private final Metrics.Counter unanswered;
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - MINUTE);

    BusMeters(Metrics metrics) {
        requests = metrics.counter("graft_command_bus_requests_total", "Requests that came over the bus.");
        rejected = metrics.counter(
                "graft_command_bus_rejected_total",
                "Messages on the topics of requests that are no requests, or can't be answered.");
        repeated = metrics.counter(
                "graft_command_bus_repeated_total",
                "Requests that came again while the first of the same id was under way, and were ignored.");
        unanswered =
                metrics.counter("graft_command_bus_unanswered_total", "Answers to requests that the bus did not take.");
    }

    void taken() {
        requests.add(1);
    }

    void repeated() {
        repeated.add(1);
    }

    void rejected(String topic, String why) {
        rejected.add(1);
        tell("A message on {} is no request: {} ({} of this kind so far)", topic, why, rejected.sum());
    }

    void unanswered(String topic, Throwable why) {
        unanswered.add(1);
        tell("The answer on {} is lost: {} ({} of this kind so far)", topic, why.getMessage(), unanswered.sum());
    }

    private void tell(String format, String topic, String why, long sum) {
        long now = System.nanoTime();
        long before = toldAt.get();
        if (now - before >= MINUTE && toldAt.compareAndSet(before, now)) {
            LOG.warn(format, topic, why, sum);
        } else {
            LOG.debug(format, topic, why, sum);
        }
    }
}
