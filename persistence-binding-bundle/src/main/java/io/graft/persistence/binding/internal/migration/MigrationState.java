package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be known of a migration after a restart. How far copying was is not among it: what is in the target
 * already is compared, and found equal.
 *
 * @param settled whether the target is known to hold nothing but copies
 * @param flipped when the binding was changed
 * @param rollbackUntil until when there is a way back
 */
record MigrationState(
        String service,
        String reference,
        StoreKind stores,
        String from,
        String to,
        Phase phase,
        boolean paused,
        int perSecond,
        Duration rollbackWindow,
        Existing existing,
        boolean settled,
        Instant started,
        Optional<Instant> flipped,
        Optional<Instant> rollbackUntil,
        Counters counters,
        String message) {

    /** What was counted, as it was when this was written. */
    record Counters(long copied, long total, long verified, long repaired, long followed) {

        static final Counters NONE = new Counters(0, 0, 0, 0, 0);
    }

    MigrationState in(Phase next, String nextMessage) {
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                next,
                paused,
                perSecond,
                rollbackWindow,
                existing,
                settled,
                started,
                flipped,
                rollbackUntil,
                counters,
                nextMessage);
    }

    MigrationState paused(boolean now) {
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                phase,
                now,
                perSecond,
                rollbackWindow,
                existing,
                settled,
                started,
                flipped,
                rollbackUntil,
                counters,
                message);
    }

    MigrationState withSettled() {
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                phase,
                paused,
                perSecond,
                rollbackWindow,
                existing,
                true,
                started,
                flipped,
                rollbackUntil,
                counters,
                message);
    }

    MigrationState flipped(Instant when) {
        Optional<Instant> until = rollbackWindow.isZero() ? Optional.empty() : Optional.of(when.plus(rollbackWindow));
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                phase,
                paused,
                perSecond,
                rollbackWindow,
                existing,
                settled,
                started,
                Optional.of(when),
                until,
                counters,
                message);
    }

    MigrationState withoutWayBack() {
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                phase,
                paused,
                perSecond,
                rollbackWindow,
                existing,
                settled,
                started,
                flipped,
                Optional.empty(),
                counters,
                message);
    }

    MigrationState counting(Counters now) {
        return new MigrationState(
                service,
                reference,
                stores,
                from,
                to,
                phase,
                paused,
                perSecond,
                rollbackWindow,
                existing,
                settled,
                started,
                flipped,
                rollbackUntil,
                now,
                message);
    }
}
