package io.graft.api.persistence;

import java.util.Objects;

/**
 * The store can't do it now. A change may or may not have happened; to repeat it is safe.
 */
public class StoreUnavailableException extends StoreException {

    /** Why a store can't do its work. */
    public enum Reason {
        /** There is no store, or it is closing. */
        CLOSED,
        /** The database can't be reached, or refuses the connection or the credentials. */
        UNREACHABLE,
        /** The database did not answer in time. */
        TIMEOUT,
        /** More calls are waiting than the store takes. */
        BUSY,
        /** The database takes no changes. */
        READ_ONLY,
        /** There is no space left. */
        FULL
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public StoreUnavailableException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StoreUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    @Override
    public boolean retriable() {
        return true;
    }
}
