package io.graft.persistence.binding;

import io.graft.persistence.binding.internal.spool.Spool;
import io.graft.persistence.binding.internal.spool.Spooled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up what no store took in time, the oldest first. Used by one thread. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final int MOST_EVENTS = 1_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final long LEAP_MILLIS = 60_000;

    private final String service;
    private final Ticks ticks;
    private final SpoolMeters meters;
    private long offset;
    private long leap;
    private long leapPosition;

    Expiry(String service, Ticks ticks, SpoolMeters meters) {
        this.service = service;
        this.ticks = ticks;
        this.meters = meters;
        this.offset = offset();
    }

    /** Gives up what is older than the time to live. */
    void run(Spool spool, Duration timeToLive) {
        watchClock(spool);
        Spooled first = null;
        Spooled last = null;
        long gone = 0;
        for (List<Spooled> old = old(spool, timeToLive); !old.isEmpty(); old = old(spool, timeToLive)) {
            first = first == null ? old.get(0) : first;
            last = old.get(old.size() - 1);
            spool.release(last.position());
            gone += old.size();
        }
        if (last != null) {
            meters.expired().add(gone);
            LOG.error(
                    "{}: {} events that were spooled from {} to {} are given up, since no store took them within {} s"
                            + " (spool.timeToLive)",
                    service,
                    gone,
                    Instant.ofEpochMilli(first.spooledAtMillis()),
                    Instant.ofEpochMilli(last.spooledAtMillis()),
                    timeToLive.toSeconds());
        }
    }

    /** The oldest events that are too old, as many as are looked at at once. */
    private List<Spooled> old(Spool spool, Duration timeToLive) {
        OptionalLong oldest = spool.oldestMillis();
        if (oldest.isEmpty() || ticks.millis().getAsLong() - oldest.getAsLong() <= timeToLive.toMillis()) {
            return List.of();
        }
        return spool.peek(MOST_EVENTS, MOST_BYTES).stream()
                .takeWhile(each -> age(each) > timeToLive.toMillis())
                .toList();
    }

    private long age(Spooled event) {
        long age = ticks.millis().getAsLong() - event.spooledAtMillis();
        return event.position() <= leapPosition ? age - leap : age;
    }

    /** A clock that is set forward, as a device's without a battery is after its start, makes nothing old. */
    private void watchClock(Spool spool) {
        long now = offset();
        if (now - offset > LEAP_MILLIS) {
            leap += now - offset;
            leapPosition = spool.lastPosition();
            LOG.warn("{}: the clock was set forward by {} s", service, TimeUnit.MILLISECONDS.toSeconds(now - offset));
        }
        offset = now;
    }

    private long offset() {
        return ticks.millis().getAsLong()
                - TimeUnit.NANOSECONDS.toMillis(ticks.nanos().getAsLong());
    }
}
