package io.graft.rest.internal;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the memory of all large bodies together, counted in blocks of 1 KiB. */
final class BodyBudget {

    private static final int BLOCK = 1024;

    private final int total;
    private final long waitNanos;
    private final Semaphore blocks;

    BodyBudget(long bytes, long waitNanos) {
        this.total = (int) Math.min(Integer.MAX_VALUE, bytes / BLOCK);
        this.waitNanos = waitNanos;
        this.blocks = new Semaphore(total);
    }

    /**
     * Takes room for some bytes.
     *
     * @param held how many blocks the caller has already and will give back only then
     * @return how many blocks, to be given back
     * @throws ApiException 413 if there can never be so much, 503 if there isn't in time
     */
    int take(long bytes, int held) {
        long needed = (bytes + BLOCK - 1) / BLOCK;
        if (needed + held > total) {
            throw new ApiException(
                    ErrorKind.LIMIT_EXCEEDED,
                    "the body needs " + (needed + held) * BLOCK + " bytes of memory; all bodies together get "
                            + (long) total * BLOCK + " (body.budget)");
        }
        try {
            if (blocks.tryAcquire((int) needed, waitNanos, TimeUnit.NANOSECONDS)) {
                return (int) needed;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(ErrorKind.SERVICE_UNAVAILABLE, "too many large requests at once; try again in a moment");
    }

    void giveBack(int taken) {
        blocks.release(taken);
    }
}
