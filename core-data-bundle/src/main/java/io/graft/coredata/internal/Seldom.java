package io.graft.coredata.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Allows something once a minute, however often it is asked for. Safe for use by many threads. */
final class Seldom {

    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Whether it may be done now; then not again for a minute. */
    boolean now() {
        long due = next.get();
        long now = System.nanoTime();
        return now - due >= 0 && next.compareAndSet(due, now + EVERY);
    }
}
