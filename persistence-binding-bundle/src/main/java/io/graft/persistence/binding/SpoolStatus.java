package io.graft.persistence.binding;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a service's spool is at one moment.
 *
 * @param service the service's name, e.g. {@code core-data}
 * @param reference the reference whose events it keeps, e.g. {@code events}
 * @param state what it does
 * @param events how many acknowledged events are in it
 * @param bytes how much of the disk they take
 * @param maxBytes how much they may take; 0 when the spool is off
 * @param oldest for how long the oldest of them has been in it; zero when there is none
 * @param timeToLive after which time an event is given up; empty for never
 * @param drainedPerSecond how many events a second went on into the store lately
 * @param spooledPerSecond how many events a second came in lately
 * @param spooled how many events came in since the service's start
 * @param drained how many went on into the store
 * @param expired how many were given up because of their age
 * @param refused how many were not taken, and so not acknowledged, because the spool was full or failed
 * @param rejected how many the store will never take; they are in {@code rejected.jsonl}
 * @param problem what is wrong, and what to do; empty when nothing is
 */
public record SpoolStatus(
        String service,
        String reference,
        State state,
        long events,
        long bytes,
        long maxBytes,
        Duration oldest,
        Optional<Duration> timeToLive,
        double drainedPerSecond,
        double spooledPerSecond,
        long spooled,
        long drained,
        long expired,
        long refused,
        long rejected,
        String problem) {

    /** What a spool does. */
    public enum State {
        /** It is empty, and the store takes events. */
        IDLE,
        /** Events go to the spool: no store is bound, or it fails, or the events are being moved. */
        SPOOLING,
        /** The store takes events, and what is spooled goes there too. */
        DRAINING,
        /** It is switched off, and empty. */
        OFF,
        /** It can't be opened or written: events go to the store only. It is tried again every few seconds. */
        FAILED
    }

    public SpoolStatus {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(oldest, "oldest");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(problem, "problem");
    }
}
