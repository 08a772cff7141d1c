package io.graft.persistence.binding.internal.migration;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How a running migration is steered: by whoever asks, obeyed by its thread. Safe for use by many threads. */
final class Control {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private boolean aborted;
    private boolean rollback;
    private boolean stopped;

    void pause(boolean wanted) {
        change(() -> paused = wanted);
    }

    void abort() {
        change(() -> aborted = true);
    }

    void rollback() {
        change(() -> rollback = true);
    }

    /** The gateway is being stopped: nothing can be asked for any more. */
    void stop() {
        change(() -> stopped = true);
    }

    /** Forgets what was asked for. */
    void reset() {
        change(() -> {
            paused = false;
            aborted = false;
            rollback = false;
        });
    }

    /** Whether it was asked to give up. */
    boolean aborted() {
        lock.lock();
        try {
            return aborted && !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when it may go on. */
    void checkpoint() {
        lock.lock();
        try {
            while (paused && !ended()) {
                changed.awaitUninterruptibly();
            }
            requireRunning();
        } finally {
            lock.unlock();
        }
    }

    /** Waits; ends early when it is stopped. */
    void sleep(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (left > 0 && !ended()) {
                left = changed.awaitNanos(left);
            }
            requireRunning();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the wish to roll back; false if there was none in time. */
    boolean awaitRollback(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (left > 0 && !ended() && !rollback) {
                left = changed.awaitNanos(left);
            }
            requireRunning();
            return rollback;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        } finally {
            lock.unlock();
        }
    }

    private boolean ended() {
        return aborted || stopped;
    }

    private void requireRunning() {
        if (ended()) {
            throw new StoppedException();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
