package io.graft.persistence.binding;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One bound store with the number of calls that are in it. Once closed it lets no further call in. */
final class Lease<S> {

    private static final int CLOSED = Integer.MIN_VALUE;

    private final S store;
    private final String provider;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch drained = new CountDownLatch(1);

    Lease(S store, String provider) {
        this.store = store;
        this.provider = provider;
    }

    S store() {
        return store;
    }

    String provider() {
        return provider;
    }

    /** Lets a call in, unless closed; each one let in must {@link #leave}. */
    boolean enter() {
        int n = calls.get();
        while (n >= 0) {
            if (calls.compareAndSet(n, n + 1)) {
                return true;
            }
            n = calls.get();
        }
        return false;
    }

    void leave() {
        if (calls.decrementAndGet() == CLOSED) {
            drained.countDown();
        }
    }

    /** Lets nobody in any more and waits until the last call has left; returns how many have not. */
    int closeAndDrain(Duration timeout) {
        if (calls.getAndUpdate(n -> n | CLOSED) == 0) {
            return 0;
        }
        try {
            return drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS) ? 0 : calls.get() & ~CLOSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return calls.get() & ~CLOSED;
        }
    }
}
