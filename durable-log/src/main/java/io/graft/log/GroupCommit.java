package io.graft.log;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.DiskFullException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the changes of many callers durable together. Callers hand in requests and wait; one thread takes what waits,
 * without a delay of its own, lets the store decide, writes one group to the log, forces it, lets the store apply it,
 * and wakes the callers. The thread ends when there is nothing to do for a while, and comes back when there is.
 *
 * <p>After a failed write for want of space the callers get {@link Reason#FULL} and the next group is tried as usual.
 * After any other failure of the log the store is read-only until it is opened again: what such a failure leaves behind
 * nobody knows.
 *
 * @param <T> a change
 */
public final class GroupCommit<T> implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int GROUP_BYTES = 1 << 20;
    private static final int LEAST_WEIGHT = 1 << 10;
    private static final Duration ROLL_WAIT = Duration.ofSeconds(2);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);
    private static final Duration IDLE_WAIT = Duration.ofSeconds(10);

    private final AtomicLong queuedBytes = new AtomicLong();
    private final GroupBuffer group = new GroupBuffer();
    private final CommitLog log;
    private final Committing<T> store;
    private final Metrics.Timer writing;
    private final Metrics.Timer changing;
    private final Metrics.Counter requests;
    private final WaiterQueue<T> queue;
    private volatile CommitLimits limits;
    private volatile boolean rollRequested;
    private volatile StoreUnavailableException failure;
    private volatile StoreUnavailableException checkpointFailure;

    /**
     * Begins without a thread.
     *
     * @param threadName how the thread is called
     * @param name the store's name in the metrics
     * @param log closed together with this
     */
    public GroupCommit(
            String threadName, String name, CommitLog log, Committing<T> store, CommitLimits limits, Metrics metrics) {
        this(threadName, name, log, store, limits, metrics, IDLE_WAIT);
    }

    /** With another time after which the thread ends. */
    public GroupCommit(
            String threadName,
            String name,
            CommitLog log,
            Committing<T> store,
            CommitLimits limits,
            Metrics metrics,
            Duration idleWait) {
        this.log = log;
        this.store = store;
        this.limits = limits;
        this.queue = new WaiterQueue<>(threadName, idleWait, new WaiterQueue.Service<>() {
            @Override
            public Waiter<T> serve(Waiter<T> chain) {
                return commitSafely(chain);
            }

            @Override
            public void idle() {
                idleSafely();
            }
        });
        this.writing = metrics.timer(
                "graft_store_log_write_seconds", "Writing and forcing one group of changes.", "store", name);
        this.changing = metrics.timer(
                "graft_store_change_seconds", "One change, until it is durable and visible.", "store", name);
        this.requests =
                metrics.counter("graft_store_log_requests_total", "Changes that were made durable.", "store", name);
    }

    /**
     * Waits until a request is durable and applied. Interrupts are kept for later.
     *
     * @param bytes about how large the request is
     * @throws StoreException what {@link Committing#prepare} threw for it; or a {@link StoreUnavailableException}: FULL
     *     and READ_ONLY, nothing was changed; BUSY, too much is waiting; TIMEOUT; CLOSED
     */
    public void submit(T request, int bytes) {
        if (queue.isClosing()) {
            throw closed();
        }
        if (failure != null) {
            throw again(failure);
        }
        Waiter<T> waiter = new Waiter<>(request, Math.max(bytes, LEAST_WEIGHT));
        reserve(waiter.weight);
        if (!queue.push(waiter)) {
            queuedBytes.addAndGet(-waiter.weight);
            throw closed();
        }
        Duration timeout = limits.timeout();
        long start = System.nanoTime();
        switch (waiter.await(timeout.toNanos())) {
            case DONE -> changing.record(System.nanoTime() - start);
            case NOT_BEGUN ->
                throw new StoreUnavailableException(
                        Reason.TIMEOUT,
                        "the change waited " + timeout.toMillis() + " ms for its turn and was given up; try again");
            case UNKNOWN ->
                throw new StoreUnavailableException(
                        Reason.TIMEOUT,
                        "the disk of " + log.path() + " did not take the change within " + timeout.toMillis()
                                + " ms; it may still be stored");
        }
    }

    /** Says that no group up to this one is needed any more: a checkpoint holds them, durably. By any thread. */
    public void checkpointed(long sequence) {
        checkpointFailure = null;
        log.checkpointed(sequence);
        queue.wake();
    }

    /** Says why checkpoints fail at the moment: what callers get when the log is full. By any thread. */
    public void checkpointFailed(StoreUnavailableException why) {
        checkpointFailure = why;
        queue.wake();
    }

    /** Asks to change to the other segment of the log before the next group, as soon as that is free. By any thread. */
    public void requestRoll() {
        rollRequested = true;
    }

    /** Changes the limits for the calls that begin from now on. */
    public void limits(CommitLimits newLimits) {
        limits = newLimits;
    }

    /** Why no change is taken until the store is opened again, if so. */
    public Optional<StoreUnavailableException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Makes the store read-only until it is opened again. By any thread. */
    public void fail(StoreUnavailableException why) {
        failure = why;
        LOG.error("{}", why.getMessage(), why);
    }

    /** Completes what waits, then ends the thread and closes the log. Later requests are refused. */
    @Override
    public void close() throws IOException {
        if (!queue.close(CLOSE_WAIT)) {
            throw new IOException("the disk of " + log.path() + " did not answer for " + CLOSE_WAIT.toSeconds()
                    + " s; its log thread is left behind");
        }
        log.close();
    }

    private void reserve(long weight) {
        long limit = limits.queueBytes();
        long queued = queuedBytes.addAndGet(weight);
        if (queued > limit && queued > weight) {
            queuedBytes.addAndGet(-weight);
            throw new StoreUnavailableException(
                    Reason.BUSY,
                    "changes of " + (queued - weight) + " bytes are waiting, " + limit + " are taken; try again later");
        }
    }

    /** The thread must not end before the store is closed: every caller would wait until the time is up. */
    private Waiter<T> commitSafely(Waiter<T> chain) {
        try {
            return commit(chain);
        } catch (RuntimeException | Error e) {
            StoreUnavailableException why = readOnly("a group of changes could not be handled", e);
            for (Waiter<T> waiter = chain; waiter != null; waiter = waiter.next) {
                if (!waiter.isDone()) {
                    complete(waiter, why);
                }
            }
            return null;
        }
    }

    private void idleSafely() {
        try {
            log.idle();
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("{}: what is not needed could not be given back", log.path(), e);
        }
    }

    /** Commits a group of a chain; gives back the rest. */
    private Waiter<T> commit(Waiter<T> chain) {
        List<Waiter<T>> accepted = new ArrayList<>();
        Waiter<T> waiter = chain;
        group.clear();
        while (waiter != null && group.length() < GROUP_BYTES) {
            if (!waiter.take()) {
                queuedBytes.addAndGet(-waiter.weight);
            } else if (prepared(waiter)) {
                accepted.add(waiter);
            }
            waiter = waiter.next;
        }
        StoreException outcome = outcome(accepted.stream().map(w -> w.request).toList());
        accepted.forEach(done -> complete(done, outcome));
        unlink(chain, waiter);
        return waiter;
    }

    /** A caller that still holds its waiter must not hold all that came after. */
    private static <T> void unlink(Waiter<T> from, Waiter<T> end) {
        Waiter<T> waiter = from;
        while (waiter != end) {
            Waiter<T> next = waiter.next;
            waiter.next = null;
            waiter = next;
        }
    }

    private boolean prepared(Waiter<T> waiter) {
        if (failure != null) {
            complete(waiter, again(failure));
            return false;
        }
        int before = group.length();
        try {
            store.prepare(waiter.request, group);
            return true;
        } catch (StoreException e) {
            group.cut(before);
            complete(waiter, e);
        } catch (RuntimeException | Error e) {
            group.cut(before);
            complete(waiter, readOnly("a change could not be prepared", e));
        }
        return false;
    }

    private StoreException outcome(List<T> accepted) {
        if (accepted.isEmpty()) {
            store.discard(accepted);
            return null;
        }
        try {
            write();
        } catch (StoreException e) {
            store.discard(accepted);
            return e;
        }
        try {
            store.apply(log.lastSequence(), accepted);
            requests.add(accepted.size());
            return null;
        } catch (RuntimeException | Error e) {
            return readOnly("a change was written, but could not be applied", e);
        }
    }

    private void write() {
        if (failure != null) {
            throw again(failure);
        }
        if (group.isEmpty()) {
            return;
        }
        try {
            if (!log.fits(group)) {
                awaitOther();
                roll();
            } else if (rollRequested && log.canRoll()) {
                roll();
            }
            long start = System.nanoTime();
            log.append(group);
            writing.record(System.nanoTime() - start);
        } catch (DiskFullException e) {
            throw new StoreUnavailableException(Reason.FULL, e.getMessage() + "; free some", e);
        } catch (IOException | RuntimeException | Error e) {
            throw e instanceof StoreException known ? known : readOnly("the log could not be written", e);
        }
    }

    private void roll() throws IOException {
        log.roll(group);
        rollRequested = false;
        store.rolled(log.lastSequence());
    }

    private void awaitOther() {
        long deadline = System.nanoTime() + ROLL_WAIT.toNanos();
        while (!log.canRoll()) {
            StoreUnavailableException why = failure == null ? checkpointFailure : failure;
            if (why != null) {
                throw again(why);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new StoreUnavailableException(
                        Reason.BUSY,
                        "the log " + log.path() + " is full and its last checkpoint is not done yet; try again later");
            }
            LockSupport.parkNanos(this, left);
        }
    }

    private void complete(Waiter<T> waiter, StoreException outcome) {
        queuedBytes.addAndGet(-waiter.weight);
        waiter.done(outcome);
    }

    private StoreUnavailableException readOnly(String what, Throwable cause) {
        fail(new StoreUnavailableException(
                Reason.READ_ONLY,
                what + " (" + cause + "): " + log.path()
                        + " takes no changes until it is opened again. Check the disk, then restart its bundle if need be",
                cause));
        return again(failure);
    }

    /** An exception of its own for each caller: a shared one would show the wrong stack. */
    private static StoreUnavailableException again(StoreUnavailableException why) {
        return new StoreUnavailableException(why.reason(), why.getMessage(), why);
    }

    private StoreUnavailableException closed() {
        return new StoreUnavailableException(Reason.CLOSED, "the store is closed");
    }
}
