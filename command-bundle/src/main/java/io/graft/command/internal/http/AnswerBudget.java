package io.graft.command.internal.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of large answers are held in memory at once. */
final class AnswerBudget {

    private static final int SMALL = 64 << 10;

    private final AtomicLong free;

    AnswerBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    /** Takes room for one answer as it grows; used by one thread. */
    final class Lease implements Runnable {

        private long taken;

        /** Whether there is room for an answer of this many bytes in all; small ones always have. */
        boolean cover(long bytes) {
            if (bytes <= SMALL || bytes <= taken) {
                return true;
            }
            long more = bytes - taken;
            if (free.addAndGet(-more) < 0) {
                free.addAndGet(more);
                return false;
            }
            taken = bytes;
            return true;
        }

        /** Gives all of it back. */
        @Override
        public void run() {
            free.addAndGet(taken);
            taken = 0;
        }
    }

    Lease lease() {
        return new Lease();
    }

    long free() {
        return free.get();
    }
}
