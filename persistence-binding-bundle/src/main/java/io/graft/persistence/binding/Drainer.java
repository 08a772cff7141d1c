package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.internal.spool.Spool;
import io.graft.persistence.binding.internal.spool.Spooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after a spool: opens it, brings what is in it into the store that is bound, the oldest first,
 * and gives up what no store took in time. It sleeps while there is nothing to do.
 */
final class Drainer {

    private static final Logger LOG = LoggerFactory.getLogger(Drainer.class);
    private static final int MOST_EVENTS = 1_000;
    private static final long MOST_BYTES = 4L << 20;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_AROUND = Duration.ofSeconds(30);
    private static final double UNKNOWN_PER_SECOND = 2_000;

    private final String service;
    private final Spooling spooling;
    private final Delivery delivery;
    private final Expiry expiry;
    private final Circuit circuit;
    private final BooleanSupplier held;
    private final Supplier<Lease<EventStore>> bound;
    private final SpoolMeters meters;
    private final Ticks ticks;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private volatile boolean closed;
    private volatile boolean idle;
    private volatile double perSecond = UNKNOWN_PER_SECOND;
    private Duration pause = SHORTEST_PAUSE;
    private int batch = MOST_EVENTS;

    /**
     * @param held whether nothing may be drained now
     * @param bound the lease on the store that is bound, or null
     */
    Drainer(
            String service,
            Spooling spooling,
            Delivery delivery,
            Expiry expiry,
            Circuit circuit,
            BooleanSupplier held,
            Supplier<Lease<EventStore>> bound,
            SpoolMeters meters,
            Ticks ticks) {
        this.service = service;
        this.spooling = spooling;
        this.delivery = delivery;
        this.expiry = expiry;
        this.circuit = circuit;
        this.held = held;
        this.bound = bound;
        this.meters = meters;
        this.ticks = ticks;
        this.thread = new Thread(this::run, "graft-" + service + "-drainer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Something may have changed: another store, another setting. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        delivery.look();
    }

    /** An event was spooled. */
    void spooled() {
        if (idle) {
            wake();
        }
    }

    /** How long it will take to drain so many events. */
    Duration expected(long events) {
        return Duration.ofMillis((long) (events * 1_000.0 / perSecond));
    }

    /** Waits until everything up to a position is drained; false if that takes longer than the time-out. */
    boolean awaitReleased(long position, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (spooling.releasedPosition() < position) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread, and closes the spool when it has ended. */
    void close(Duration timeout) {
        closed = true;
        wake();
        try {
            thread.join(timeout.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                sleep(round());
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: the drainer was interrupted", service, e);
        } finally {
            spooling.close();
        }
    }

    /** Does what can be done now; returns after which time to look again. */
    private Duration round() throws InterruptedException {
        try {
            Spool spool = spooling.open();
            if (spool == null) {
                return LONGEST_PAUSE;
            }
            idle = true;
            if (spool.events() == 0) {
                circuit.close();
                return LOOK_AROUND;
            }
            idle = false;
            Lease<EventStore> lease = bound.get();
            Duration next = lease == null || held.getAsBoolean() ? LOOK_AROUND : drain(spool, lease);
            if (!next.isZero()) {
                spooling.settings().timeToLive().ifPresent(age -> expiry.run(spool, age));
                progress();
            }
            return next;
        } catch (StoreException e) {
            spooling.fail(e);
            return LONGEST_PAUSE;
        } catch (RuntimeException e) {
            LOG.error("{}: the spool can't be drained: {}", service, e.toString(), e);
            return LONGEST_PAUSE;
        }
    }

    private Duration drain(Spool spool, Lease<EventStore> lease) throws InterruptedException {
        List<Spooled> head = spool.peek(batch, MOST_BYTES);
        List<Event> events = head.stream().map(Spooled::event).toList();
        long begin = ticks.nanos().getAsLong();
        Delivery.Result result = delivery.deliver(lease, events);
        if (closed) {
            return Duration.ZERO;
        }
        if (!result.delivered()) {
            return failed(result);
        }
        spool.release(head.get(head.size() - 1).position());
        meters.drained(events.size() - result.rejected());
        meters.rejected().add(result.rejected());
        circuit.close();
        pause = SHORTEST_PAUSE;
        batch = Math.min(MOST_EVENTS, batch * 2);
        double speed = events.size() * 1e9 / Math.max(1, ticks.nanos().getAsLong() - begin);
        perSecond = perSecond / 2 + speed / 2;
        progress();
        return Duration.ZERO;
    }

    /** A store that fails is asked less and less often, and for less, since it may be too slow for much. */
    private Duration failed(Delivery.Result result) {
        if (result.unavailable() != null) {
            circuit.open(result.unavailable());
        }
        batch = Math.max(1, batch / 4);
        Duration now = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        return now;
    }

    private void progress() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sleep(Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lock();
        try {
            while (!woken && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (woken) {
                pause = SHORTEST_PAUSE;
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }
}
