package io.graft.api.command;

import java.time.Duration;
import java.util.Optional;

/** A command that was not carried out, or of which nobody knows whether it was. The message says why. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Duration retryAfter;

    public CommandException(int status, String message) {
        this(status, message, null, null);
    }

    public CommandException(int status, String message, Throwable cause) {
        this(status, message, null, cause);
    }

    /** @param retryAfter when to try again at the earliest, or null where nobody knows */
    public CommandException(int status, String message, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * The HTTP status that EdgeX has for it: 400 for a parameter that the profile does not allow, 404 for an unknown device
     * or command, 405 for reading what is write-only and writing what is read-only, 423 for a device that is locked or
     * down, 503 for a device service that does not answer or is not asked now; others as the device service gives them.
     */
    public int status() {
        return status;
    }

    /** When to try again at the earliest, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
