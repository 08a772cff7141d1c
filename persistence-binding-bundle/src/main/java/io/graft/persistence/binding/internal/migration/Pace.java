package io.graft.persistence.binding.internal.migration;

import java.util.concurrent.TimeUnit;

/** Keeps copying at a rate. Used by one thread. */
final class Pace {

    private static final int CHUNK = 5_000;
    private static final long LONGEST_DEBT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Control control;
    private final int perSecond;
    private long due = System.nanoTime();

    /** @param perSecond 0 for no limit */
    Pace(Control control, int perSecond) {
        this.control = control;
        this.perSecond = perSecond;
    }

    /** How many to copy at once, so that the rate is kept over a fraction of a second. */
    int chunk() {
        return perSecond == 0 ? CHUNK : Math.max(1, Math.min(CHUNK, perSecond / 4));
    }

    /** Waits until so many more may have been copied. */
    void did(int copied) {
        if (perSecond == 0) {
            return;
        }
        long now = System.nanoTime();
        due = Math.max(due, now - LONGEST_DEBT_NANOS) + TimeUnit.SECONDS.toNanos(copied) / perSecond;
        long wait = TimeUnit.NANOSECONDS.toMillis(due - now);
        if (wait > 0) {
            control.sleep(wait);
        }
    }
}
