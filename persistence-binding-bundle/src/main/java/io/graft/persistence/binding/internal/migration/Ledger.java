package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one migration is at, kept in its file. Safe for use by many threads. */
final class Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final StateFile file;
    private MigrationState state;
    private Mover mover;
    private Meter meter;

    Ledger(StateFile file, MigrationState state) {
        this.file = file;
        this.state = state;
    }

    synchronized MigrationState state() {
        return state;
    }

    /** Says where the numbers come from; null for as they are. */
    synchronized void measure(Meter newMeter, Mover newMover) {
        state = state.counting(counters());
        meter = newMeter;
        mover = newMover;
    }

    /** Changes the state. The file is a help after a restart: what can't be written is logged, and the work goes on. */
    synchronized void change(UnaryOperator<MigrationState> change) {
        try {
            write(change);
        } catch (IOException e) {
            LOG.error(
                    "{} can't be written; a restart of the gateway now would not know of the migration",
                    file.path(),
                    e);
        }
    }

    synchronized void write(UnaryOperator<MigrationState> change) throws IOException {
        state = change.apply(state).counting(counters());
        notifyAll();
        file.write(state);
    }

    /** Waits until it is in another phase, for a bounded time. */
    synchronized void awaitOther(Phase phase, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (state.phase() == phase && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    synchronized MigrationStatus status() {
        MigrationState.Counters counters = counters();
        boolean moving = meter != null && !state.phase().over();
        boolean paused = state.paused() && !state.phase().over();
        boolean copying = moving && !paused && (state.phase() == Phase.COPYING || state.phase() == Phase.ROLLING_BACK);
        String waiting = moving ? meter.waiting() : "";
        return new MigrationStatus(
                state.service(),
                state.reference(),
                state.stores(),
                state.from(),
                state.to(),
                paused ? Phase.PAUSED : state.phase(),
                counters.copied(),
                counters.total(),
                moving && !paused ? meter.perSecond() : 0,
                copying ? meter.left() : Optional.empty(),
                counters.verified(),
                counters.repaired(),
                counters.followed(),
                state.started(),
                state.flipped(),
                state.rollbackUntil()
                        .filter(until ->
                                state.phase() == Phase.DONE && Instant.now().isBefore(until)),
                paused ? "paused; what is written meanwhile is noted" : waiting.isEmpty() ? state.message() : waiting);
    }

    private MigrationState.Counters counters() {
        return meter == null
                ? state.counters()
                : new MigrationState.Counters(
                        meter.copied(), meter.total(), meter.verified(), meter.repaired(), mover.followed());
    }
}
