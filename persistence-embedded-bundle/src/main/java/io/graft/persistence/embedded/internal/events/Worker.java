package io.graft.persistence.embedded.internal.events;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does its work turn by turn: when it is woken, or when the time that the last turn named is over. */
final class Worker implements AutoCloseable {

    /** What a turn gives back: the nanoseconds to wait. */
    static final long AT_ONCE = 0;

    static final long UNTIL_WOKEN = Long.MAX_VALUE;
    static final long RETRY = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toMillis(10);

    private final LongSupplier turn;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean closing;

    /** Does nothing before {@link #start}. */
    Worker(String name, LongSupplier turn) {
        this.turn = turn;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    boolean closing() {
        return closing;
    }

    /** Waits for the end of the turn that is on. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT);
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                thread.join(CLOSE_WAIT);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the disk did not answer for {} ms; the thread {} is left behind", CLOSE_WAIT, thread.getName());
        }
    }

    /** Waits so long, or until the end. */
    void pause(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closing; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void run() {
        while (!closing) {
            woken = false;
            long wait;
            try {
                wait = turn.getAsLong();
            } catch (RuntimeException e) {
                LOG.error("{} failed; it goes on in 2 s", thread.getName(), e);
                wait = RETRY;
            }
            long start = System.nanoTime();
            while (!closing && !woken && System.nanoTime() - start < wait) {
                LockSupport.parkNanos(this, Math.max(1, wait - (System.nanoTime() - start)));
            }
        }
    }
}
