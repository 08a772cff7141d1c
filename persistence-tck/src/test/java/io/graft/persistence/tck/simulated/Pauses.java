package io.graft.persistence.tck.simulated;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes the window of a race wide enough to be hit. */
final class Pauses {

    private Pauses() {}

    static void aMillisecond() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
}
