package io.graft.persistence.binding;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a migration is at one moment.
 *
 * @param service the service's name
 * @param reference which of its references
 * @param stores whether events or documents are moved
 * @param from the provider that had the data when it began
 * @param to the provider that shall have it
 * @param phase what it does
 * @param copied how many events or documents of the history are in the target, counted from the last start of the
 *     gateway
 * @param total how many there were when it began; 0 as long as they are not counted
 * @param perSecond how many were copied in a second, over the last ten seconds
 * @param left how long copying will take at that pace; empty when that can't be told
 * @param verifiedChunks how many chunks were read back from the target and found equal in number and digest
 * @param repairedChunks how many chunks were not equal at first and had to be put right
 * @param followed how many changes were made by the service's clients meanwhile and were carried over, or will be
 * @param started when it was asked for
 * @param flipped when the service was bound to the target; empty before
 * @param rollbackUntil until when it can be rolled back; empty when it can't
 * @param message what it waits for, what came of it, or what went wrong and what to do; never empty
 */
public record MigrationStatus(
        String service,
        String reference,
        StoreKind stores,
        String from,
        String to,
        Phase phase,
        long copied,
        long total,
        double perSecond,
        Optional<Duration> left,
        long verifiedChunks,
        long repairedChunks,
        long followed,
        Instant started,
        Optional<Instant> flipped,
        Optional<Instant> rollbackUntil,
        String message) {

    /** What a migration does. */
    public enum Phase {
        /** It copies history; the service works with the old store. */
        COPYING,
        /** It waits to be resumed; the service works with the old store. */
        PAUSED,
        /** It carries over what was written meanwhile; the service works with the old store. */
        CATCHING_UP,
        /** It changes the binding; what is written waits in the spool for a moment. */
        FLIPPING,
        /** The service works with the new store. */
        DONE,
        /** It carries back what was written since the change; the service works with the new store. */
        ROLLING_BACK,
        /** The service works with the old store again. */
        ROLLED_BACK,
        /** It was given up as asked; the service works with the old store. */
        ABORTED,
        /** It can't go on; the service stays with the store that it had. */
        FAILED;

        /** Whether nothing happens any more unless it is asked for. */
        public boolean over() {
            return this == DONE || this == ROLLED_BACK || this == ABORTED || this == FAILED;
        }
    }

    public MigrationStatus {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(stores, "stores");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(flipped, "flipped");
        Objects.requireNonNull(rollbackUntil, "rollbackUntil");
        Objects.requireNonNull(message, "message");
    }

    /** How much of the history is copied, from 0 to 1. */
    public double share() {
        if (total == 0) {
            return phase == Phase.COPYING || phase == Phase.ROLLING_BACK ? 0 : 1;
        }
        return Math.min(1, (double) copied / total);
    }
}
