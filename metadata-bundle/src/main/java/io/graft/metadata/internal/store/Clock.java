package io.graft.metadata.internal.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Gives times that keep the order in which they were asked for, even within one microsecond. */
public final class Clock {

    private final InstantSource source;
    private final AtomicLong last = new AtomicLong();

    public Clock(InstantSource source) {
        this.source = source;
    }

    /** Microseconds since the epoch, not negative; later than any given before. */
    long nextMicros() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, source.instant());
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    long millis() {
        return source.millis();
    }
}
