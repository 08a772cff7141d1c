package io.graft.persistence.embedded.internal.events;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does its work turn by turn: when it is woken, or when the time that the last turn named is over. A turn
 * that failed, whatever the cause, is done again a time later, even if it is woken before.
 */
final class Worker {

    /** What a turn gives back: the nanoseconds to wait. */
    static final long AT_ONCE = 0;

    static final long UNTIL_WOKEN = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    /** How long to wait after a failure. */
    static final Duration RETRY = Duration.ofSeconds(2);

    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toNanos(10);

    private final String trouble;
    private final Turn turn;
    private final Consumer<Throwable> failed;
    private final Duration retry;
    private final Thread thread;
    private volatile Throwable failure;
    private volatile boolean woken;
    private volatile boolean closing;

    /** The work. */
    interface Turn {

        /** Does some of it; gives back how long to wait before the next turn. */
        long run() throws IOException;
    }

    /**
     * Does nothing before {@link #start}.
     *
     * @param trouble what it means when the work fails, for the log
     * @param failed gets the cause each time
     * @param retry how long to wait after a failure
     */
    Worker(String name, String trouble, Turn turn, Consumer<Throwable> failed, Duration retry) {
        this.retry = retry;
        this.trouble = trouble;
        this.turn = turn;
        this.failed = failed;
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

    /** Asks for the end and does not wait for it. */
    void stop() {
        closing = true;
        LockSupport.unpark(thread);
    }

    boolean stopping() {
        return closing;
    }

    /** Why the last turn failed, if it did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Waits for the end of the turn that is on, after {@link #stop}.
     *
     * @return false if the disk does not answer, and the thread had to be left behind
     */
    boolean join() {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + CLOSE_WAIT;
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** By the work itself: waits so long, or until the end. */
    void pause(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closing; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void run() {
        while (!closing) {
            woken = false;
            try {
                await(turn.run());
            } catch (Throwable e) {
                // the thread must not end by an OutOfMemoryError either: nobody would empty the log any more
                failed(e);
            }
        }
    }

    private void await(long nanos) {
        if (failure != null) {
            failure = null;
            LOG.info("{} works again", thread.getName());
        }
        long start = System.nanoTime();
        while (!closing && !woken && System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(this, Math.max(1, nanos - (System.nanoTime() - start)));
        }
    }

    private void failed(Throwable cause) {
        if (closing) {
            LOG.debug("{} ended", thread.getName(), cause);
            return;
        }
        if (failure == null) {
            LOG.warn("{}; it is tried again every {} ms", trouble, retry.toMillis(), cause);
        }
        failure = cause;
        failed.accept(cause);
        pause(retry.toNanos());
    }
}
