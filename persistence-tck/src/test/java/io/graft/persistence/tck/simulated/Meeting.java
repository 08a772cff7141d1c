package io.graft.persistence.tck.simulated;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets two threads meet once in the middle of what should be atomic, so that a race does not depend on luck. */
final class Meeting {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch inTheMiddle;
    private final CountDownLatch changed = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    /** @param threads how many are to be in the middle at once */
    Meeting(int threads) {
        inTheMiddle = new CountDownLatch(threads);
    }

    /** Returns when all are in the middle. */
    void together() {
        inTheMiddle.countDown();
        await(inTheMiddle);
    }

    /** Returns when another thread has made a change. */
    void untilChanged() {
        inTheMiddle.countDown();
        await(changed);
    }

    /** Makes a change while all are in the middle. */
    <T> T change(Supplier<T> change) {
        await(inTheMiddle);
        T result = change.get();
        changed.countDown();
        return result;
    }

    /** Returns when one has left the middle. */
    void untilLeft() {
        await(left);
    }

    void leave() {
        left.countDown();
    }

    /** Not for ever: the test fails then, since nothing wrong has happened. */
    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody else came within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
