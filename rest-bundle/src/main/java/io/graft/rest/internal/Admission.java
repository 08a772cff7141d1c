package io.graft.rest.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets in as many requests at once as the gateway answers; a few more wait, the rest is turned away at once. */
final class Admission {

    private final Semaphore places;
    private final int maxWaiting;
    private final long waitNanos;

    Admission(int max, int maxWaiting, long waitNanos) {
        this.places = new Semaphore(max);
        this.maxWaiting = maxWaiting;
        this.waitNanos = waitNanos;
    }

    /** Whether the caller may go on; it must {@link #leave} then. */
    boolean enter() {
        if (places.tryAcquire()) {
            return true;
        }
        if (places.getQueueLength() >= maxWaiting) {
            return false;
        }
        try {
            return places.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        places.release();
    }
}
