package io.graft.api.metadata;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the events of a device's source are kept.
 *
 * @param deviceName the device
 * @param sourceName the source: the name of a command, or a POSIX regular expression that resources' names match
 * @param maxCap at more events than this the oldest go; 0 or less for no such limit
 * @param minCap how many of the newest events stay, whatever their age; 0 or more
 * @param duration events older than this go; zero for no such limit
 */
public record EventRetention(String deviceName, String sourceName, long maxCap, long minCap, Duration duration) {

    public EventRetention {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(sourceName, "sourceName");
        Objects.requireNonNull(duration, "duration");
    }
}
