package io.graft.command.internal.http;

/** An exchange with a device service that brought no answer that can be used. The message is for the client. */
public final class ExchangeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is known about the device service then. */
    public enum Kind {
        /** It could not be reached, did not answer in time, or broke the connection. */
        NO_ANSWER,
        /** It answered something that can't be taken. */
        BAD_ANSWER,
        /** Nothing: the gateway ended the exchange, or has no memory for the answer now. */
        GIVEN_UP
    }

    private final Kind kind;

    ExchangeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
