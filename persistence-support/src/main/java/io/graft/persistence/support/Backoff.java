package io.graft.persistence.support;

import java.time.Duration;

/**
 * How long to wait between attempts.
 *
 * @param first after the first failure; doubled after each further one
 * @param most never longer
 */
record Backoff(Duration first, Duration most) {

    static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** For a database that is about to become free. */
    static final Backoff HURRIED = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(30));

    /** The wait after this many failures in a row, which are one at least. */
    Duration after(int failures) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
