package io.graft.bus.broker.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one line in ten seconds into the log where clients could cause any number. For any number of threads. */
public final class Seldom {

    private static final long PERIOD = Duration.ofSeconds(10).toNanos();

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong silent = new AtomicLong();

    /** Whether to say it; if not, it is counted. */
    public boolean now() {
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + PERIOD)) {
            return true;
        }
        silent.incrementAndGet();
        return false;
    }

    /** How many lines were not written since this was asked last. */
    public long unsaid() {
        return silent.getAndSet(0);
    }
}
