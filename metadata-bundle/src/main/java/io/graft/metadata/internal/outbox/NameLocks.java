package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.metadata.internal.store.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One change at a time of what has the same name: so the order in which changes are noted is the one in which they are
 * made. Some names share a lock; nobody holds two.
 */
final class NameLocks {

    private static final int LOCKS = 256;

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);
    private final Duration patience;

    /** @param patience how long to wait for others */
    NameLocks(Duration patience) {
        this.patience = patience;
    }

    <R> R locked(Kind<?> kind, String name, Supplier<R> action) {
        ReentrantLock lock =
                locks[Math.floorMod(31 * name.hashCode() + kind.noun().hashCode(), LOCKS)];
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(kind, name, "others have been changing it for " + patience.toMillis() + " ms", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(kind, name, "interrupted", e);
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static StoreUnavailableException busy(Kind<?> kind, String name, String why, Throwable cause) {
        return new StoreUnavailableException(
                Reason.BUSY,
                "core-metadata can't change " + kind.noun() + " '" + name + "' now: " + why + "; try again later",
                cause);
    }
}
