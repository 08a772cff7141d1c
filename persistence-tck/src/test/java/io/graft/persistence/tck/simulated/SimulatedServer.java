package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Fault;
import io.graft.persistence.tck.ServerControl;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a database server can do to a provider, without one. */
final class SimulatedServer implements ServerControl {

    /** How long a provider of this server waits for an answer. */
    static final Duration TIMEOUT = Duration.ofMillis(200);

    private enum State {
        SERVING,
        DEAD,
        FROZEN,
        READ_ONLY,
        FULL
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable crash;
    private final boolean patientForEver;
    private State state = State.SERVING;

    /**
     * @param crash what is done to the data when the server is killed
     * @param patientForEver whether providers wait for an answer without bound
     */
    SimulatedServer(Runnable crash, boolean patientForEver) {
        this.crash = crash;
        this.patientForEver = patientForEver;
    }

    /** Passes a call, or does not. */
    void call(boolean change) {
        lock.lock();
        try {
            if (state == State.FROZEN) {
                awaitThaw();
            }
            if (state == State.DEAD) {
                throw new StoreUnavailableException(Reason.UNREACHABLE, "the server is dead");
            }
            if (change && state == State.READ_ONLY) {
                throw new StoreUnavailableException(Reason.READ_ONLY, "the server is read-only");
            }
            if (change && state == State.FULL) {
                throw new StoreUnavailableException(Reason.FULL, "the server has no space left");
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitThaw() {
        try {
            long left = patientForEver ? Long.MAX_VALUE : TIMEOUT.toNanos();
            while (state == State.FROZEN && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (state == State.FROZEN) {
            throw new StoreUnavailableException(Reason.TIMEOUT, "the server did not answer within " + TIMEOUT);
        }
    }

    @Override
    public Optional<Fault> kill() {
        return Optional.of(fault(State.DEAD, crash));
    }

    @Override
    public Optional<Fault> freeze() {
        return Optional.of(fault(State.FROZEN, () -> {}));
    }

    @Override
    public Optional<Fault> readOnly() {
        return Optional.of(fault(State.READ_ONLY, () -> {}));
    }

    @Override
    public Optional<Fault> fullDisk() {
        return Optional.of(fault(State.FULL, () -> {}));
    }

    private Fault fault(State during, Runnable atBegin) {
        return new Fault() {
            @Override
            public void begin() {
                enter(during, atBegin);
            }

            @Override
            public void end() {
                enter(State.SERVING, () -> {});
            }
        };
    }

    private void enter(State newState, Runnable action) {
        lock.lock();
        try {
            state = newState;
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
