package io.graft.log;

import java.time.Duration;

/**
 * How much may wait, and for how long.
 *
 * @param queueBytes the size of all requests that wait or are being written, each of which counts for at least 1 KiB; a
 *     request that is larger is taken when nothing else waits
 * @param timeout how long a caller waits for its change to become durable
 */
public record CommitLimits(long queueBytes, Duration timeout) {

    /** 64 MiB, 10 seconds. */
    public static final CommitLimits DEFAULT = new CommitLimits(64L << 20, Duration.ofSeconds(10));
}
