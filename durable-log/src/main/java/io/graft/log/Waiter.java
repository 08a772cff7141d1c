package io.graft.log;

import io.graft.api.persistence.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A request and the thread that waits for it. Waiters form a chain from the latest to the earliest. */
final class Waiter<T> {

    private static final int QUEUED = 0;
    private static final int TAKEN = 1;
    private static final int DONE = 2;
    private static final int ABANDONED = 3;

    final T request;
    final long weight;
    Waiter<T> next;

    private final Thread thread = Thread.currentThread();
    private final AtomicInteger state = new AtomicInteger(QUEUED);
    private StoreException failure;

    Waiter(T request, long weight) {
        this.request = request;
        this.weight = weight;
    }

    /** By the log's thread: false when the caller has given up. */
    boolean take() {
        return state.compareAndSet(QUEUED, TAKEN);
    }

    /** By the log's thread: whether the caller has its outcome. */
    boolean isDone() {
        return state.get() == DONE;
    }

    /** By the log's thread. */
    void done(StoreException outcome) {
        failure = outcome;
        state.set(DONE);
        LockSupport.unpark(thread);
    }

    /** By the caller: waits until the time is up, uninterruptibly; then gives the request up if nobody took it. */
    Outcome await(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        while (state.get() != DONE) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
        if (state.compareAndSet(QUEUED, ABANDONED)) {
            return Outcome.NOT_BEGUN;
        }
        if (state.get() != DONE) {
            return Outcome.UNKNOWN;
        }
        if (failure != null) {
            throw failure;
        }
        return Outcome.DONE;
    }

    enum Outcome {
        DONE,
        NOT_BEGUN,
        UNKNOWN
    }
}
