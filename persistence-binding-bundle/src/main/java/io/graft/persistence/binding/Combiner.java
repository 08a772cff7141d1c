package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Makes one call on the store out of the events that arrive while others are in it. An event that comes alone goes at
 * once; nothing ever waits for company. Who has handed in an event waits for a bounded time, however long the store
 * takes. Safe for use by many threads.
 */
final class Combiner {

    /** A batch in the store. Guarded by the combiner's lock. */
    static final class Batch {

        private final List<Pending> events = new ArrayList<>();
        private final Set<UUID> ids = new HashSet<>();
        private long bytes;
        private boolean abandoned;

        boolean full() {
            return events.size() >= MOST_EVENTS || bytes >= MOST_BYTES;
        }

        /** Adds an event, unless its id is there already. */
        boolean add(Pending pending) {
            if (!ids.add(pending.event().id())) {
                return false;
            }
            pending.batch(this);
            events.add(pending);
            bytes += pending.bytes();
            return true;
        }
    }

    private static final int MOST_AT_ONCE = 2;
    private static final int MOST_EVENTS = 500;
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_WAITING = 10_000;

    private final Function<List<Event>, Set<UUID>> store;
    private final StoreThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private int running;
    private int abandoned;

    /**
     * @param store appends a batch; gives the ids that were there already
     * @param threads where it is called
     */
    Combiner(Function<List<Event>, Set<UUID>> store, StoreThreads threads) {
        this.store = store;
        this.threads = threads;
    }

    /**
     * Hands in events and waits until all are done, or the time is up.
     *
     * @return what became of each; one that has neither an outcome nor a failure may or may not be in the store
     * @throws StoreUnavailableException BUSY if too many are waiting
     */
    List<Pending> append(List<Event> events, Duration timeout) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(events.size());
        List<Pending> mine = new ArrayList<>(events.size());
        for (Event event : events) {
            mine.add(new Pending(event, done));
        }
        enqueue(mine);
        boolean complete = false;
        try {
            complete = done.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!complete) {
                withdraw(mine);
            }
        }
        return mine;
    }

    /** Fails what has not gone into the store yet. */
    void refuseWaiting(StoreUnavailableException why) {
        List<Pending> refused;
        lock.lock();
        try {
            refused = new ArrayList<>(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        refused.forEach(pending -> pending.fail(why));
    }

    /** How many events have not gone into the store yet. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many calls are in a store although nobody waits for them any more. */
    int abandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(List<Pending> mine) {
        lock.lock();
        try {
            if (waiting.size() + mine.size() > MOST_WAITING) {
                throw new StoreUnavailableException(
                        Reason.BUSY,
                        waiting.size() + " events are waiting for the store already, at most " + MOST_WAITING
                                + " may; try again later");
            }
            waiting.addAll(mine);
            if (running >= MOST_AT_ONCE) {
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        startOne();
    }

    /** Starts a thread for one that is counted already. */
    private void startOne() {
        if (threads.start(this::work)) {
            return;
        }
        lock.lock();
        try {
            running--;
            if (running > 0) {
                return;
            }
        } finally {
            lock.unlock();
        }
        refuseWaiting(new StoreUnavailableException(
                Reason.TIMEOUT,
                "no call on the store can be begun: too many hang in it, or the service is being stopped"));
    }

    private void withdraw(List<Pending> mine) {
        boolean another;
        lock.lock();
        try {
            for (Pending pending : mine) {
                Batch batch = pending.batch();
                if (batch == null) {
                    waiting.remove(pending);
                } else if (pending.outcome() == null && pending.failure() == null && !batch.abandoned) {
                    batch.abandoned = true;
                    abandoned++;
                    running--;
                }
            }
            another = !waiting.isEmpty() && running < MOST_AT_ONCE;
            if (another) {
                running++;
            }
        } finally {
            lock.unlock();
        }
        if (another) {
            startOne();
        }
    }

    private void work() {
        Batch batch = take();
        while (batch != null) {
            append(batch.events);
            batch = leave(batch) ? take() : null;
        }
    }

    /** What goes into the store next: no id twice, so that of each event it is known whether it was there already. */
    private Batch take() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                running--;
                return null;
            }
            Batch batch = new Batch();
            List<Pending> later = new ArrayList<>(0);
            while (!waiting.isEmpty() && !batch.full()) {
                Pending pending = waiting.remove();
                if (!batch.add(pending)) {
                    later.add(pending);
                }
            }
            for (int i = later.size() - 1; i >= 0; i--) {
                waiting.addFirst(later.get(i));
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this thread goes on; not if another one took its place meanwhile. */
    private boolean leave(Batch batch) {
        lock.lock();
        try {
            if (batch.abandoned) {
                abandoned--;
            }
            return !batch.abandoned;
        } finally {
            lock.unlock();
        }
    }

    private void append(List<Pending> batch) {
        try {
            List<Event> events = new ArrayList<>(batch.size());
            for (Pending pending : batch) {
                events.add(pending.event());
            }
            Set<UUID> there = store.apply(events);
            for (Pending pending : batch) {
                pending.succeed(there.contains(pending.event().id()) ? Outcome.DUPLICATE : Outcome.STORED);
            }
        } catch (StoreUnavailableException | CorruptStoreException e) {
            batch.forEach(pending -> pending.fail(e));
        } catch (RuntimeException e) {
            refused(batch, e);
        } catch (Error e) {
            StoreUnavailableException failure =
                    new StoreUnavailableException(Reason.CLOSED, "the store failed with " + e, e);
            batch.forEach(pending -> pending.fail(failure));
        }
    }

    /** The store takes the batch as little as it would take it later: only who is to blame shall hear of it. */
    private void refused(List<Pending> batch, RuntimeException why) {
        if (batch.size() == 1) {
            batch.get(0).fail(why);
            return;
        }
        int half = batch.size() / 2;
        append(batch.subList(0, half));
        append(batch.subList(half, batch.size()));
    }
}
