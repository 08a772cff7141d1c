package io.graft.persistence.binding;

import java.util.Objects;

/** A migration can't do what was asked. The message is fit to be shown to a user: what, why, what to do. */
public final class MigrationException extends RuntimeException {

    /** Why it was refused. */
    public enum Reason {
        /** There is no such service or reference, or no migration of it. */
        UNKNOWN,
        /** The request makes no sense: no such provider, the provider that is bound already, a value out of range. */
        INVALID,
        /** Not now: a migration is running, has ended, or the provider can't serve. */
        CONFLICT,
        /** The state of the migration can't be written. */
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public MigrationException(Reason reason, String message) {
        this(reason, message, null);
    }

    public MigrationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
