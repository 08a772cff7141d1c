package io.graft.bus.binding;

import java.util.Objects;

/** The binding was not changed. The message is fit to be shown to a user: what, why, what there is, what to do. */
public final class BusBindingException extends RuntimeException {

    /** Why the binding was not changed. */
    public enum Reason {
        /** There is no such provider. */
        INVALID,
        /** The provider is installed, and has no connection now. */
        NOT_CONNECTED,
        /** The configuration can't be written, or is not followed. */
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BusBindingException(Reason reason, String message) {
        this(reason, message, null);
    }

    public BusBindingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
