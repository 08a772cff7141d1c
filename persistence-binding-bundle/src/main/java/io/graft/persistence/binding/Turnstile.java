package io.graft.persistence.binding;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what goes through, and can be shut for a time: then nothing more goes in. Safe for use by many threads. */
final class Turnstile {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int inside;
    private volatile boolean shut;

    /** Whether it is shut. */
    boolean shut() {
        return shut;
    }

    /** Lets one in, unless shut; each one let in must {@link #leave}. */
    boolean enter() {
        lock.lock();
        try {
            if (shut) {
                return false;
            }
            inside++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets one in as soon as it is not shut, unless that takes longer than the time-out. */
    boolean enter(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (shut) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            inside++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Shuts it, unless it is shut already. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !shut;
            shut = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nobody is inside; false if that takes longer than the time-out. */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (inside > 0) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
