package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.binding.internal.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool of a gate, which may not be open yet, or fail and be opened again. Opened, released and closed by the
 * drainer's thread; events are added by any.
 */
final class Spooling {

    /** Opens a spool. */
    @FunctionalInterface
    interface Opener {

        /** Opens it, as it was left. */
        Spool open() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Spooling.class);

    private final String service;
    private final Opener opener;
    private final SpoolMeters meters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition attempt = lock.newCondition();
    private volatile SpoolSettings settings = SpoolSettings.DEFAULT;
    private volatile Spool spool;
    private volatile boolean untried = true;
    private volatile boolean closed;
    private volatile boolean broken;
    private volatile boolean full;
    private volatile String problem = "";

    Spooling(String service, Opener opener, SpoolMeters meters) {
        this.service = service;
        this.opener = opener;
        this.meters = meters;
    }

    SpoolSettings settings() {
        return settings;
    }

    void settings(SpoolSettings changed) {
        settings = changed;
        Spool open = spool;
        if (open != null) {
            open.limit(changed.maxBytes());
            full = false;
        }
    }

    /** Whether events can be spooled, as far as is known. */
    boolean usable() {
        return settings.maxBytes() > 0 && !closed && !broken && (spool != null || untried);
    }

    /** Whether it could not be opened, or fails. */
    boolean failed() {
        return broken || (spool == null && !untried);
    }

    /** Whether the last event did not fit in. */
    boolean full() {
        return full && events() > 0;
    }

    /** What is wrong with it; empty if nothing is. */
    String problem() {
        if (full()) {
            return "the spool is full (spool.bytes = " + settings.maxBytes()
                    + "): events that the store does not take are refused; see that a store is there";
        }
        return problem;
    }

    /**
     * Adds events, all or none; durable on return.
     *
     * @param why the store could not take it
     * @throws StoreUnavailableException if the spool can't take it either
     */
    void append(List<Event> events, String why) {
        Spool open = awaitOpen();
        try {
            if (open == null || broken) {
                throw new StoreUnavailableException(Reason.CLOSED, problem.isEmpty() ? "it is closed" : problem);
            }
            open.append(events);
        } catch (StoreUnavailableException e) {
            meters.refused().add(events.size());
            throw refused(e, why);
        }
        full = false;
        meters.spooled(events.size());
    }

    /** The spool, opened if it is not; null if that can't be done now. */
    Spool open() {
        if (broken) {
            untried = true;
            release();
        }
        Spool open = spool;
        if (open != null || closed || (settings.maxBytes() == 0 && !untried)) {
            return open;
        }
        try {
            open = opener.open();
            open.limit(settings.maxBytes());
            if (open.events() > 0) {
                LOG.info("{}: {} events wait in the spool", service, open.events());
            }
            problem = "";
        } catch (IOException | StoreException e) {
            String why = e instanceof StoreException ? String.valueOf(e.getMessage()) : e.toString();
            if (!why.equals(problem)) {
                LOG.error("{}: the spool can't be opened, events go to the store only: {}", service, why, e);
            }
            problem = why;
        }
        lock.lock();
        try {
            spool = open;
            untried = false;
            attempt.signalAll();
        } finally {
            lock.unlock();
        }
        return open;
    }

    /** It is not used until it has been opened again. */
    void fail(StoreException why) {
        LOG.error("{}: the spool fails and is opened again: {}", service, why.getMessage(), why);
        problem = String.valueOf(why.getMessage());
        broken = true;
    }

    long events() {
        Spool open = spool;
        return open == null ? 0 : open.events();
    }

    long bytes() {
        Spool open = spool;
        return open == null ? 0 : open.bytes();
    }

    OptionalLong oldestMillis() {
        Spool open = spool;
        return open == null ? OptionalLong.empty() : open.oldestMillis();
    }

    long lastPosition() {
        Spool open = spool;
        return open == null ? 0 : open.lastPosition();
    }

    long releasedPosition() {
        Spool open = spool;
        return open == null ? 0 : open.releasedPosition();
    }

    void close() {
        closed = true;
        release();
        lock.lock();
        try {
            untried = false;
            attempt.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        Spool open = spool;
        spool = null;
        broken = false;
        if (open != null) {
            open.close();
        }
    }

    /** Whether an attempt to open it was made, so that what is in it is known, or that it can't be opened now. */
    boolean tried() {
        return closed || !untried;
    }

    /** Waits until {@link #tried()}; false if that takes longer than the time-out. */
    boolean awaitTried(Duration timeout) throws InterruptedException {
        if (tried()) {
            return true;
        }
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!tried() && left > 0) {
                left = attempt.awaitNanos(left);
            }
            return tried();
        } finally {
            lock.unlock();
        }
    }

    /** The spool; waits for the attempt to open it, for as long as an event may take. */
    private Spool awaitOpen() {
        try {
            awaitTried(settings.appendTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return spool;
    }

    private StoreUnavailableException refused(StoreUnavailableException failure, String why) {
        String says = failure.getMessage();
        switch (failure.reason()) {
            case FULL -> {
                full = true;
                says = problem();
            }
            case READ_ONLY -> fail(failure);
            default -> LOG.debug("{}: the spool takes no event now", service, failure);
        }
        return new StoreUnavailableException(
                failure.reason() == Reason.BUSY ? Reason.BUSY : Reason.CLOSED,
                service + " can keep no event now: " + why + "; nor can the spool: " + says + "; try again later",
                failure);
    }
}
