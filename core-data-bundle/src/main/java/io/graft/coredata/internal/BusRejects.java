package io.graft.coredata.internal;

import io.graft.api.metrics.Metrics;
import io.graft.coredata.internal.BusRejectedException.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages of the bus that are given up, by reason, and says so once a minute with an example: a device that
 * sends nonsense must not fill the log. Safe for use by many threads.
 */
final class BusRejects {

    private static final Logger LOG = LoggerFactory.getLogger(BusRejects.class);
    private static final int SHOWN = 300;

    private final Map<Reason, Metrics.Counter> counters = new EnumMap<>(Reason.class);
    private final LongAdder unsaid = new LongAdder();
    private final Seldom seldom = new Seldom();
    private volatile String example = "";

    BusRejects(Metrics metrics) {
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    metrics.counter(
                            "graft_bus_events_rejected_total",
                            "Messages of the bus that were given up because they are no event that can be kept.",
                            "reason",
                            reason.label()));
        }
    }

    /** Counts one. */
    void add(String topic, BusRejectedException why) {
        counters.get(why.reason()).add(1);
        unsaid.increment();
        example = topic + ": " + why.reason().label() + ": " + shortened(String.valueOf(why.getMessage()));
        say();
    }

    /** Says how many there were, if there were any since that was said, and a minute has passed. */
    void say() {
        if (unsaid.sum() > 0 && seldom.now()) {
            LOG.warn("core-data gave up {} messages of the bus, the last one on {}", unsaid.sumThenReset(), example);
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
