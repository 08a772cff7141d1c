package io.graft.log;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.DiskFullException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a store's checkpoints in a thread of its own, one at a time, and tells the log. Without space it tries again
 * every two seconds; after any other failure the store is read-only.
 */
public final class Checkpointer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final long RETRY_MILLIS = 2_000;
    private static final long CLOSE_MILLIS = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Work work;
    private final Thread thread;
    private GroupCommit<?> commit;
    private long wanted;
    private boolean closing;
    private volatile StoreUnavailableException failure;

    /** What is to be done. */
    public interface Work {

        /**
         * Makes everything up to a group durable, so that the log is not needed for it any more. After a
         * {@link DiskFullException} it is called again later.
         *
         * @return up to which group everything is durable; the given one or a later
         */
        long checkpoint(long sequence) throws IOException;
    }

    /** Prepares the thread. */
    public Checkpointer(String threadName, Work work) {
        this.work = work;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /** Begins to work; what was requested before is done now. */
    public void start(GroupCommit<?> groupCommit) {
        commit = groupCommit;
        thread.start();
    }

    /** Asks for a checkpoint and does not wait for it. */
    public void request(long sequence) {
        lock.lock();
        try {
            wanted = Math.max(wanted, sequence);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why the last checkpoint failed, if it did. */
    public Optional<StoreUnavailableException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits for a checkpoint that is being made, and begins no other. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IOException(thread.getName() + " did not end within " + CLOSE_MILLIS + " ms and is left behind");
        }
    }

    private void run() {
        long done = 0;
        while (true) {
            long sequence = awaitRequest(done);
            if (sequence < 0) {
                return;
            }
            try {
                done = work.checkpoint(sequence);
                succeeded(done);
            } catch (DiskFullException e) {
                full(e);
                pause();
            } catch (IOException | RuntimeException | Error e) {
                commit.fail(new StoreUnavailableException(
                        Reason.READ_ONLY,
                        "a checkpoint failed (" + e + "); the store takes no changes until it is opened again. Check"
                                + " the disk, then restart the store",
                        e));
                return;
            }
        }
    }

    private long awaitRequest(long done) {
        lock.lock();
        try {
            while (!closing && wanted <= done) {
                changed.awaitUninterruptibly();
            }
            return closing ? -1 : wanted;
        } finally {
            lock.unlock();
        }
    }

    private void succeeded(long sequence) {
        if (failure != null) {
            LOG.info("there is space for checkpoints again");
            failure = null;
        }
        commit.checkpointed(sequence);
    }

    private void full(DiskFullException e) {
        if (failure == null) {
            LOG.warn(
                    "{}: the store's checkpoint has to wait and is tried again every {} ms; changes are taken until the"
                            + " log is full, reads go on",
                    e.getMessage(),
                    RETRY_MILLIS);
        }
        failure = new StoreUnavailableException(Reason.FULL, e.getMessage() + "; free some, or delete old events", e);
        commit.checkpointFailed(failure);
    }

    private void pause() {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            while (!closing && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while waiting for space", e);
        } finally {
            lock.unlock();
        }
    }
}
