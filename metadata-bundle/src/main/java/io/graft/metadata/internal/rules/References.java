package io.graft.metadata.internal.rules;

import io.graft.api.persistence.ConflictException;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps what refers to other metadata and what is referred to consistent. Whoever adds a reference (a device to its
 * service and profile, a watcher to its profile) does so beside all others that do; whoever takes away or changes what
 * may be referred to does so alone.
 */
public final class References {

    private static final int MOST_TRIES = 1000;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Duration patience;
    private final DocumentGate gate;

    /**
     * Creates the lock.
     *
     * @param patience how long to wait for others
     * @param gate holds every change together
     */
    public References(Duration patience, DocumentGate gate) {
        this.patience = patience;
        this.gate = gate;
    }

    /** Runs what adds a reference, or changes the one who refers. */
    <R> R referring(Supplier<R> action) {
        return locked(lock.readLock(), action);
    }

    /** Runs what removes something to which nothing can refer: beside all others. */
    <R> R unreferenced(Supplier<R> action) {
        return gate.change(action);
    }

    /** Runs what takes away or changes something that may be referred to. */
    <R> R referredTo(Supplier<R> action) {
        return locked(lock.writeLock(), action);
    }

    private <R> R locked(Lock side, Supplier<R> action) {
        try {
            if (!side.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("waited " + patience.toMillis() + " ms for other changes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("interrupted");
        }
        try {
            return untilItDoesNotConflict(action);
        } finally {
            side.unlock();
        }
    }

    /** Repeats what read something that another changed before it could be replaced; of any two, one gets through. */
    private <R> R untilItDoesNotConflict(Supplier<R> action) {
        long end = System.nanoTime() + patience.toNanos();
        for (int tries = 1; ; tries++) {
            try {
                return gate.change(action);
            } catch (ConflictException e) {
                if (tries == MOST_TRIES || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    private static ApiException busy(String why) {
        return new ApiException(
                ErrorKind.SERVICE_UNAVAILABLE, "core-metadata can't change anything now: " + why + "; try again later");
    }
}
