package io.graft.coredata.internal;

import io.graft.api.bus.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the bus has delivered and nobody has taken yet. It needs no bound of its own: the subscription's window, in
 * messages and in bytes, is the bound of all that is not acknowledged, and that includes what is here. Safe for use by
 * many threads.
 */
final class BusQueue {

    /**
     * A message.
     *
     * @param delivery as the bus made it
     * @param at when, as {@link System#nanoTime} has it
     */
    record Arrival(Delivery delivery, long at) {}

    private static final int MOST_EVENTS = 500;
    private static final long MOST_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private boolean closed;

    /** Adds what was delivered; after the end it is left to the bus, unacknowledged. */
    void add(Delivery delivery) {
        Arrival arrival = new Arrival(delivery, System.nanoTime());
        lock.lock();
        try {
            if (!closed) {
                waiting.add(arrival);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what has gathered, as much as fits into one call on the store; waits for the first.
     *
     * @return nothing if none has come within the time, or if this is closed
     */
    List<Arrival> take(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return closed ? List.of() : group();
        } finally {
            lock.unlock();
        }
    }

    /** Waits; whether this was closed within the time. */
    boolean closedWithin(Duration time) throws InterruptedException {
        long left = time.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0) {
                left = ended.awaitNanos(left);
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting; what is here is left to the bus. */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            arrived.signalAll();
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Arrival> group() {
        List<Arrival> group = new ArrayList<>(Math.min(waiting.size(), MOST_EVENTS));
        long bytes = 0;
        while (!waiting.isEmpty() && group.size() < MOST_EVENTS && bytes < MOST_BYTES) {
            Arrival next = waiting.remove();
            bytes += next.delivery().message().payload().length;
            group.add(next);
        }
        return group;
    }
}
