package io.graft.testservers;

import org.opentest4j.TestAbortedException;

/**
 * The machine has no server of the kind that a test needs. JUnit reports the test as aborted, with the message: which
 * server is needed and how to get it.
 */
public final class MissingServerException extends TestAbortedException {

    /** Set to {@code true} where a missing server is a failure, as in CI. */
    public static final String REQUIRED = "GRAFT_TEST_SERVERS_REQUIRED";

    private static final long serialVersionUID = 1L;

    private MissingServerException(String message) {
        super(message);
    }

    /**
     * What to throw when a server is missing.
     *
     * @param needed one sentence: what is needed, and how to get it
     * @throws IllegalStateException instead, if the environment says that servers must be there
     */
    public static MissingServerException of(String needed) {
        if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
            throw new IllegalStateException(needed + " (" + REQUIRED + " is true, so this is a failure)");
        }
        return new MissingServerException(needed);
    }
}
