package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.MigrationStatus.Phase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The course of one migration, from its start to the end of the way back, on a thread of its own. */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long WATCH_MILLIS = 1_000;
    private static final long STOP_MILLIS = 5_000;
    private static final int MOST_FAILED_BINDINGS = 3;

    private final Ledger ledger;
    private final Home home;
    private final Control control;
    private final ThreadPoolExecutor ahead;
    private final Thread thread;

    /** Used by the thread only, as the mover. */
    private Work work;

    private Mover mover;

    MigrationRun(Ledger ledger, Home home, Control control) {
        this.ledger = ledger;
        this.home = home;
        this.control = control;
        MigrationState state = ledger.state();
        String name = "graft-migration-" + state.service() + "-" + state.reference();
        ahead = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, name + "-read"));
        ahead.allowCoreThreadTimeOut(true);
        thread = daemon(this::run, name);
    }

    /** Begins, or goes on where the end of the gateway has interrupted it. */
    void start() {
        thread.start();
    }

    /** Waits for the end of the thread, for a bounded time. */
    void join() {
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} does not end: a store does not answer it", thread.getName());
        }
    }

    private void run() {
        try {
            course();
        } catch (StoppedException e) {
            if (control.aborted()) {
                end(
                        Phase.ABORTED,
                        "given up as asked. What was copied stays in " + to()
                                + "; a new start to it finds that and goes on from there");
            }
        } catch (RefusedException | StoreException | BindingException e) {
            LOG.error("the migration of {} to {} failed: {}", service(), to(), e.getMessage(), e);
            end(Phase.FAILED, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("the migration of {} to {} failed", service(), to(), e);
            end(Phase.FAILED, "an error in the gateway or in a provider, see the log: " + e);
        } finally {
            ledger.measure(null, null);
            if (mover != null) {
                mover.close();
            }
            ahead.shutdown();
        }
    }

    private void course() {
        MigrationState state = ledger.state();
        boolean flipped = state.flipped().isPresent();
        boolean rollingBack = flipped && state.phase() != Phase.DONE;
        if (rollingBack && bound().equals(from())) {
            rolledBack();
            return;
        }
        if (!flipped && state.phase() == Phase.FLIPPING && bound().equals(to())) {
            flipped();
            flipped = true;
        }
        if (flipped) {
            work = work(0);
            mover = home.back(ledger.state(), work);
        } else {
            there();
        }
        wayBack(rollingBack);
    }

    private void there() {
        work = work(ledger.state().perSecond());
        mover = home.there(ledger.state(), work, () -> ledger.change(MigrationState::withSettled));
        ledger.measure(work.meter(), mover);
        enter(Phase.COPYING, "copies the history; the service goes on with " + from());
        mover.copy();
        flip(Phase.CATCHING_UP, to());
        control.reset();
        flipped();
        work = work(0);
        mover = mover.back(work);
    }

    /** Carries over what is left, and binds the service to a provider: as often as it takes. */
    private void flip(Phase meanwhile, String provider) {
        long pause = FIRST_PAUSE_MILLIS;
        int failedBindings = 0;
        String obstacle = "";
        while (true) {
            enter(meanwhile, "carries over what was written meanwhile" + obstacle);
            mover.catchUp();
            control.checkpoint();
            enter(Phase.FLIPPING, "binds the service to " + provider + "; what is written waits for a moment");
            String reason;
            try {
                reason = mover.flip(() -> home.bind(provider));
                if (reason.isEmpty()) {
                    return;
                }
            } catch (BindingException e) {
                failedBindings++;
                if (failedBindings >= MOST_FAILED_BINDINGS) {
                    throw e;
                }
                reason = e.getMessage();
            }
            LOG.info("{} could not be bound to {} yet: {}", service(), provider, reason);
            obstacle = "; it could not be bound yet, and that is tried again: " + reason;
            enter(meanwhile, "carries over what was written meanwhile" + obstacle);
            control.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Keeps the way back open as long as it shall be. */
    private void wayBack(boolean asked) {
        boolean now = asked;
        while (ledger.state().rollbackUntil().filter(Instant.now()::isBefore).isPresent() || now) {
            if (now || control.awaitRollback(WATCH_MILLIS)) {
                if (back()) {
                    return;
                }
                now = false;
            } else {
                try {
                    mover.watch();
                } catch (RefusedException e) {
                    ledger.change(state -> state.withoutWayBack().in(Phase.DONE, e.getMessage()));
                    return;
                }
            }
        }
        ledger.change(
                state -> state.withoutWayBack().in(Phase.DONE, kept() + ". The way back to " + from() + " is closed"));
    }

    private boolean back() {
        try {
            ledger.measure(work.meter(), mover);
            enter(Phase.ROLLING_BACK, "carries back what was written since; the service goes on with " + to());
            work.meter().beginCarrying(mover.outstanding());
            flip(Phase.ROLLING_BACK, from());
            rolledBack();
            return true;
        } catch (StoppedException e) {
            if (!control.aborted()) {
                throw e;
            }
            notBack("the rollback was given up as asked");
        } catch (RefusedException | StoreException | BindingException e) {
            LOG.error("the migration of {} to {} could not be rolled back: {}", service(), to(), e.getMessage(), e);
            notBack("the rollback failed: " + e.getMessage());
        }
        return false;
    }

    private void notBack(String why) {
        control.reset();
        end(Phase.DONE, why + ". " + kept());
    }

    private void flipped() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ledger.change(state -> {
            MigrationState next = state.flipped(now);
            return next.paused(false)
                    .in(
                            Phase.DONE,
                            kept()
                                    + next.rollbackUntil()
                                            .map(until -> ". It can be rolled back until " + until)
                                            .orElse(""));
        });
        ledger.measure(null, null);
        LOG.info("{}: {}", service(), kept());
    }

    private void rolledBack() {
        end(Phase.ROLLED_BACK, "the service is back with " + from() + ", which has all that was written to " + to());
    }

    private String kept() {
        MigrationState state = ledger.state();
        return "the service keeps its " + state.stores().label() + " in " + state.to() + "; " + state.from()
                + " still holds what it had then";
    }

    private void enter(Phase phase, String message) {
        ledger.change(state -> state.in(phase, message));
    }

    private void end(Phase phase, String message) {
        ledger.change(state -> state.paused(false).in(phase, message));
        LOG.info("{}: migration from {} to {}: {}: {}", service(), from(), to(), phase, message);
    }

    private String bound() {
        return work(0).insistence().call("the service", () -> home.provider().orElseThrow(Bound::none));
    }

    private Work work(int perSecond) {
        return Work.of(control, ahead, perSecond);
    }

    private String service() {
        return ledger.state().service();
    }

    private String from() {
        return ledger.state().from();
    }

    private String to() {
        return ledger.state().to();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
