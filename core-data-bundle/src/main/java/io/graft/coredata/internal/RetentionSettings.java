package io.graft.coredata.internal;

import java.time.Duration;

/**
 * How long events are kept where their device does not say, and how often that is seen to.
 *
 * @param intervalText the time between two rounds as configured
 * @param interval the time between two rounds; zero for none
 * @param maxCap from this many events of a source on the oldest go; 0 or less for no such limit
 * @param minCap how many of the newest events of a source stay, whatever their age
 * @param durationText the age from which on events go, as configured
 * @param duration the age from which on events go; zero for no such limit
 */
record RetentionSettings(
        String intervalText, Duration interval, long maxCap, long minCap, String durationText, Duration duration) {

    /** What holds where the configuration says nothing. */
    static final RetentionSettings DEFAULT =
            new RetentionSettings("10m", Duration.ofMinutes(10), -1, 1, "168h", Duration.ofDays(7));
}
