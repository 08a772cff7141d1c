package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** One migration, and what it can be asked to do. Safe for use by many threads. */
final class Migration {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Ledger ledger;
    private final Control control = new Control();
    private final MigrationRun run;

    Migration(Ledger ledger, Home home) {
        this.ledger = ledger;
        run = new MigrationRun(ledger, home, control);
        control.pause(ledger.state().paused());
    }

    /** Begins, or goes on where the end of the gateway has interrupted it. */
    void start() {
        MigrationState state = ledger.state();
        boolean wayBack = state.phase() == Phase.DONE
                && state.rollbackUntil().filter(Instant.now()::isBefore).isPresent();
        if (!state.phase().over() || wayBack) {
            run.start();
        }
    }

    /** Asks the thread to end; the migration goes on at the next start. */
    void stop() {
        control.stop();
    }

    /** Ends the thread, in a bounded time. */
    void shutDown() {
        stop();
        run.join();
    }

    MigrationStatus status() {
        return ledger.status();
    }

    MigrationStatus pause() {
        MigrationStatus now = status();
        requireMoving(now, "paused");
        if (now.phase() == Phase.PAUSED) {
            throw conflict(now, "is paused already");
        }
        record(true);
        control.pause(true);
        return status();
    }

    MigrationStatus resume() {
        MigrationStatus now = status();
        if (now.phase() != Phase.PAUSED) {
            throw conflict(now, "is not paused, but " + now.phase());
        }
        record(false);
        control.pause(false);
        return status();
    }

    MigrationStatus abort() {
        MigrationStatus now = status();
        requireMoving(now, "given up");
        control.abort();
        return settled();
    }

    MigrationStatus rollback() {
        MigrationStatus now = status();
        if (now.phase() != Phase.DONE) {
            throw conflict(now, "can't be rolled back: it is " + now.phase() + ", not DONE");
        }
        if (now.rollbackUntil().isEmpty()) {
            throw conflict(
                    now,
                    "can't be rolled back any more: the way back is closed. To move the data back, start a migration to "
                            + now.from());
        }
        control.rollback();
        return settled();
    }

    private void requireMoving(MigrationStatus now, String what) {
        if (now.phase().over()) {
            throw conflict(now, "is over (" + now.phase() + "), and can't be " + what);
        }
        if (now.phase() == Phase.FLIPPING) {
            throw conflict(
                    now,
                    "can't be " + what + " at this moment, since the binding is being changed; that takes some"
                            + " seconds, look again then");
        }
    }

    private void record(boolean paused) {
        try {
            ledger.write(state -> state.paused(paused));
        } catch (IOException e) {
            throw new MigrationException(Reason.FAILED, "the state of the migration can't be written: " + e, e);
        }
    }

    /** Its status when it has obeyed, or after a moment. */
    private MigrationStatus settled() {
        try {
            ledger.awaitOther(ledger.state().phase(), PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return status();
    }

    private static MigrationException conflict(MigrationStatus status, String what) {
        return new MigrationException(
                Reason.CONFLICT,
                "the migration of " + status.service() + " from " + status.from() + " to " + status.to() + " " + what);
    }
}
