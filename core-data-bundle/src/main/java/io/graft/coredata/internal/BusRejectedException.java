package io.graft.coredata.internal;

import java.util.Locale;

/** A message of the bus is no event that can be kept, now or later. Has no stack trace: there may be very many. */
final class BusRejectedException extends Exception {

    /** Why. */
    enum Reason {
        /** The envelope or the event in it can't be decoded. */
        MALFORMED,
        /** What was decoded is no valid event. */
        INVALID,
        /** The topic names another profile, device or source than the event, or none. */
        MISMATCHED,
        /** It is larger than events may be. */
        OVERSIZED,
        /** The store will never take it. */
        REFUSED,
        /** It could not be read for a reason that should not exist. */
        FAILED;

        /** Its name as the label of a metric. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    BusRejectedException(Reason reason, String message) {
        this(reason, message, null);
    }

    BusRejectedException(Reason reason, String message, Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
