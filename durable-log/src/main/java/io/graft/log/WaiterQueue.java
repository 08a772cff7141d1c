package io.graft.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The callers that wait, and the one thread that serves them. The thread ends when nobody comes for a while, and comes
 * back with the next caller.
 */
final class WaiterQueue<T> {

    private final Waiter<T> closedMark = new Waiter<>(null, 0);
    private final AtomicReference<Waiter<T>> latest = new AtomicReference<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final String threadName;
    private final long idleNanos;
    private final Service<T> service;
    private volatile boolean closing;

    /** What the thread does. Must not throw. */
    interface Service<T> {

        /** Serves some of a chain, which begins with the earliest; gives back the rest. */
        Waiter<T> serve(Waiter<T> chain);

        /** Nobody came for a while. */
        void idle();
    }

    WaiterQueue(String threadName, Duration idle, Service<T> service) {
        this.threadName = threadName;
        this.idleNanos = idle.toNanos();
        this.service = service;
    }

    boolean isClosing() {
        return closing;
    }

    /** False when the queue is closed. */
    boolean push(Waiter<T> waiter) {
        Waiter<T> before;
        do {
            before = latest.get();
            if (before == closedMark) {
                return false;
            }
            waiter.next = before;
        } while (!latest.compareAndSet(before, waiter));
        if (before == null || thread.get() == null) {
            wake();
        }
        return true;
    }

    /** Has the thread serve what waits, and end. False when it has not ended within this time. */
    boolean close(Duration wait) {
        closing = true;
        wake();
        long deadline = System.nanoTime() + wait.toNanos();
        boolean interrupted = Thread.interrupted();
        boolean done = false;
        while (!done && System.nanoTime() < deadline) {
            try {
                if (ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    thread.get().join();
                    done = true;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    /** Has the thread look again, whatever it waits for; starts it if it has ended. */
    void wake() {
        Thread running = thread.get();
        if (running != null) {
            LockSupport.unpark(running);
            return;
        }
        Thread started = new Thread(this::run, threadName);
        started.setDaemon(true);
        if (thread.compareAndSet(null, started)) {
            try {
                started.start();
            } catch (Error e) {
                thread.set(null);
                throw e;
            }
        }
    }

    private void run() {
        while (true) {
            Waiter<T> chain = take();
            if (chain == closedMark) {
                ended.countDown();
                return;
            }
            if (chain == null && endsForNow()) {
                return;
            }
            while (chain != null) {
                chain = service.serve(chain);
            }
        }
    }

    /** Whoever pushes afterwards sees that there is no thread; what was pushed before is seen here. */
    private boolean endsForNow() {
        service.idle();
        thread.set(null);
        boolean needed = latest.get() != null || closing;
        return !needed || !thread.compareAndSet(null, Thread.currentThread());
    }

    /** What waits, the earliest first; the mark when the end has come; null when nobody came for a while. */
    private Waiter<T> take() {
        long deadline = System.nanoTime() + idleNanos;
        while (true) {
            Waiter<T> chain = latest.getAndSet(null);
            if (chain != null) {
                return reversed(chain);
            }
            if (closing && latest.compareAndSet(null, closedMark)) {
                return closedMark;
            }
            if (!closing) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                LockSupport.parkNanos(this, left);
            }
        }
    }

    private Waiter<T> reversed(Waiter<T> chain) {
        Waiter<T> earliest = null;
        for (Waiter<T> waiter = chain; waiter != null; ) {
            Waiter<T> next = waiter.next;
            waiter.next = earliest;
            earliest = waiter;
            waiter = next;
        }
        return earliest;
    }
}
