package io.graft.device.sdk;

import java.time.Duration;
import java.util.Objects;

/**
 * A reading that the service takes by itself.
 *
 * @param sourceName the resource or command, or a POSIX pattern of resources
 * @param interval from one reading to the next, 1 ms or more
 * @param onChange whether only values that have changed are sent; all are sent every five minutes even so
 * @param onChangeThreshold by more than how much a number must have changed, 0 or more; a resource's attribute
 *     {@code onChangeThreshold} goes before it
 */
public record AutoEvent(String sourceName, Duration interval, boolean onChange, double onChangeThreshold) {

    public AutoEvent {
        Objects.requireNonNull(sourceName, "sourceName");
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "the interval of the automatic event of " + sourceName + " is " + interval + "; 1 ms is the least");
        }
        if (!(onChangeThreshold >= 0)) {
            throw new IllegalArgumentException("the threshold of the automatic event of " + sourceName + " is "
                    + onChangeThreshold + "; 0 is the least");
        }
    }

    /** Every value at every interval. */
    public static AutoEvent every(Duration interval, String sourceName) {
        return new AutoEvent(sourceName, interval, false, 0);
    }

    /** What has changed, looked at in every interval. */
    public static AutoEvent onChange(Duration interval, String sourceName) {
        return new AutoEvent(sourceName, interval, true, 0);
    }
}
