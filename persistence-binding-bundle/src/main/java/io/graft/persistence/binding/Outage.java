package io.graft.persistence.binding;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A time in which a store can't be reached: one call at a time tries it, and the others fail at once, where each would
 * otherwise keep a thread and a client waiting until the database's driver gives up. Safe for use by many threads.
 */
final class Outage {

    private final AtomicReference<StoreUnavailableException> cause = new AtomicReference<>();
    private final AtomicBoolean tried = new AtomicBoolean();

    /**
     * Lets a call through, unless the store can't be reached and another call finds out already whether it still can't.
     *
     * @return whether this call is the one that finds out; it must {@link #leave} then
     * @throws StoreUnavailableException if the call is not let through
     */
    boolean enter() {
        StoreUnavailableException why = cause.get();
        if (why == null) {
            return false;
        }
        if (!tried.compareAndSet(false, true)) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, why.getMessage(), why);
        }
        return true;
    }

    void leave() {
        tried.set(false);
    }

    /** Takes notice of a call that failed. */
    void failed(StoreUnavailableException failure) {
        if (failure.reason() == Reason.UNREACHABLE) {
            cause.set(failure);
        }
    }

    /** Takes notice of a call that was answered. */
    void answered() {
        if (cause.get() != null) {
            cause.set(null);
        }
    }
}
