package io.graft.coredata.internal;

import io.graft.api.metadata.EventRetention;
import java.time.Duration;

/**
 * How long the events of one source are kept.
 *
 * @param maxCap from this many events on the oldest go until {@code minCap} are left, and age is disregarded; 0 or less
 *     for no such limit
 * @param minCap how many of the newest events stay in any case
 * @param duration events of at least this age go; zero for no such limit
 */
record RetentionPolicy(long maxCap, long minCap, Duration duration) {

    /** The policy of what no device says anything about. */
    static RetentionPolicy of(RetentionSettings defaults) {
        return new RetentionPolicy(defaults.maxCap(), Math.max(0, defaults.minCap()), defaults.duration());
    }

    /** What a device says, completed by the defaults where it says 0, as EdgeX has it. */
    static RetentionPolicy of(EventRetention own, RetentionSettings defaults) {
        return new RetentionPolicy(
                own.maxCap() == 0 ? defaults.maxCap() : own.maxCap(),
                Math.max(0, own.minCap() == 0 ? defaults.minCap() : own.minCap()),
                own.duration().isZero() ? defaults.duration() : own.duration());
    }
}
