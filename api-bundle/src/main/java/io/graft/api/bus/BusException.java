package io.graft.api.bus;

/** What went wrong with the bus; the message says what to do. */
public class BusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BusException(String message) {
        super(message);
    }

    public BusException(String message, Throwable cause) {
        super(message, cause);
    }
}
