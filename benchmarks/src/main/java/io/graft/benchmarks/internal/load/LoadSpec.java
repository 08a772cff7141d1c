package io.graft.benchmarks.internal.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a load is driven.
 *
 * @param address the service
 * @param connections how many keep-alive connections, each with at most one request under way
 * @param ratePerSecond requests a second over all connections, measured from the instant each was due, so that a stalled
 *     server can't slow down its own measuring; 0 is the closed loop: each connection sends as soon as it is answered
 * @param atMost when sending ends even if the source has more
 * @param warmUp how long answers are not yet recorded
 * @param patience how long one answer may take before it counts as lost
 * @param expectedStatus the status that counts as success, or {@link #ANY}
 */
public record LoadSpec(
        InetSocketAddress address,
        int connections,
        double ratePerSecond,
        Duration atMost,
        Duration warmUp,
        Duration patience,
        int expectedStatus) {

    /** For {@link #expectedStatus}: every status counts as success, since the source of the requests judges. */
    public static final int ANY = 0;

    public LoadSpec {
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, not " + connections);
        }
        if (ratePerSecond < 0) {
            throw new IllegalArgumentException("ratePerSecond must not be negative, but is " + ratePerSecond);
        }
    }

    /** A closed loop that ends when its source does, or after an hour. */
    public static LoadSpec closedLoop(InetSocketAddress address, int connections, int expectedStatus) {
        return new LoadSpec(
                address, connections, 0, Duration.ofHours(1), Duration.ZERO, Duration.ofSeconds(30), expectedStatus);
    }

    public LoadSpec lasting(Duration time) {
        return new LoadSpec(address, connections, ratePerSecond, time, warmUp, patience, expectedStatus);
    }

    public LoadSpec warmedUpFor(Duration time) {
        return new LoadSpec(address, connections, ratePerSecond, atMost, time, patience, expectedStatus);
    }

    public LoadSpec atRate(double perSecond) {
        return new LoadSpec(address, connections, perSecond, atMost, warmUp, patience, expectedStatus);
    }

    public LoadSpec withPatience(Duration time) {
        return new LoadSpec(address, connections, ratePerSecond, atMost, warmUp, time, expectedStatus);
    }
}
