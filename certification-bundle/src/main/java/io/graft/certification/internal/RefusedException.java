package io.graft.certification.internal;

/** What was asked for can't be done now. The message is for the one who asked. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** There is no such provider. */
        UNKNOWN,
        /** One is being certified. */
        BUSY
    }

    RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }
}
