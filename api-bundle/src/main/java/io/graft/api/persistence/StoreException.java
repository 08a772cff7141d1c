package io.graft.api.persistence;

/** What a store throws, and nothing else. The message is fit to be shown to a user: what failed, where, what to do. */
public abstract class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected StoreException(String message) {
        super(message);
    }

    protected StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later without anyone changing it. */
    public abstract boolean retriable();
}
