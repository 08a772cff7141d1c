package io.graft.persistence.binding;

import java.util.Objects;

/** A binding was not changed. The message is fit to be shown to a user: what, why, what there is, what to do. */
public final class BindingException extends RuntimeException {

    /** Why a binding was not changed. */
    public enum Reason {
        /** There is no such service or reference. */
        UNKNOWN_SERVICE,
        /** There is no such provider, or the request does not say enough. */
        INVALID,
        /** The provider is installed, and can't serve now. */
        NOT_SERVING,
        /** The configuration can't be written, or the service does not follow it. */
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public BindingException(Reason reason, String message) {
        this(reason, message, null);
    }

    public BindingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
