package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Brings spooled events into a store that may fail or hang. What the store will never take is put aside. Used by the
 * drainer's thread; may be told by others that something has changed.
 */
final class Delivery {

    /**
     * What became of events.
     *
     * @param delivered whether all of them are taken care of
     * @param rejected how many of them were put aside
     * @param unavailable why not; null if they were, or if the store only has too much to do
     */
    record Result(boolean delivered, int rejected, StoreException unavailable) {

        static final Result DELIVERED = new Result(true, 0, null);

        Result and(Result other) {
            return new Result(true, rejected + other.rejected, null);
        }

        static Result failed(StoreException unavailable) {
            return new Result(false, 0, unavailable);
        }
    }

    /** Appends what was spooled to the store of a lease. */
    @FunctionalInterface
    interface Replay {

        void append(Lease<EventStore> lease, List<Event> events);
    }

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int STRANGE_TRIES = 5;

    private final Replay replay;
    private final StoreThreads threads;
    private final Supplier<Lease<EventStore>> bound;
    private final Rejects rejects;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private Attempt hanging;
    private int strange;

    /** @param bound the lease on the store that is bound, or null */
    Delivery(Replay replay, StoreThreads threads, Supplier<Lease<EventStore>> bound, Rejects rejects) {
        this.replay = replay;
        this.threads = threads;
        this.bound = bound;
        this.rejects = rejects;
    }

    /** Brings events into the store of a lease; waits for a bounded time. */
    Result deliver(Lease<EventStore> lease, List<Event> events) throws InterruptedException {
        if (hanging != null && hanging.lease == lease && !hanging.done) {
            return Result.failed(hangs());
        }
        hanging = null;
        Attempt attempt = new Attempt(lease, events);
        if (!threads.start(attempt) || !await(attempt)) {
            hanging = attempt;
            return Result.failed(hangs());
        }
        Throwable failure = attempt.failure;
        if (failure == null) {
            strange = 0;
            return Result.DELIVERED;
        }
        if (failure instanceof StoreUnavailableException unavailable) {
            return Result.failed(unavailable.reason() == Reason.BUSY ? null : unavailable);
        }
        if (failure instanceof CorruptStoreException corrupt) {
            return Result.failed(corrupt);
        }
        if (!(failure instanceof StoreException) && ++strange < STRANGE_TRIES) {
            return Result.failed(
                    new StoreUnavailableException(Reason.CLOSED, "the store failed with " + failure, failure));
        }
        return failure instanceof Error error
                ? Result.failed(new StoreUnavailableException(Reason.CLOSED, "the store failed with " + error, error))
                : refused(lease, events, failure);
    }

    /** Another store may be bound now. */
    void look() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends waiting soon. */
    void close() {
        closed = true;
        look();
    }

    private Result refused(Lease<EventStore> lease, List<Event> events, Throwable why) throws InterruptedException {
        if (events.size() > 1) {
            int half = events.size() / 2;
            Result first = deliver(lease, events.subList(0, half));
            if (!first.delivered()) {
                return first;
            }
            Result second = deliver(lease, events.subList(half, events.size()));
            return second.delivered() ? first.and(second) : second;
        }
        try {
            rejects.add(events.get(0), String.valueOf(why.getMessage()));
            return new Result(true, 1, null);
        } catch (IOException e) {
            return Result.failed(new StoreUnavailableException(
                    Reason.READ_ONLY, "an event that the store does not take can't be put aside: " + e, e));
        }
    }

    private boolean await(Attempt attempt) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        lock.lock();
        try {
            while (!attempt.done) {
                if (closed || bound.get() != attempt.lease) {
                    deadline = Math.min(deadline, System.nanoTime() + GRACE.toNanos());
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                long unused = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static StoreUnavailableException hangs() {
        return new StoreUnavailableException(Reason.TIMEOUT, "a call on the store hangs; see that its server answers");
    }

    /** One call on the store. */
    private final class Attempt implements Runnable {

        private final Lease<EventStore> lease;
        private final List<Event> events;
        private volatile Throwable failure;
        private volatile boolean done;

        Attempt(Lease<EventStore> lease, List<Event> events) {
            this.lease = lease;
            this.events = events;
        }

        @Override
        public void run() {
            try {
                replay.append(lease, events);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            lock.lock();
            try {
                done = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
