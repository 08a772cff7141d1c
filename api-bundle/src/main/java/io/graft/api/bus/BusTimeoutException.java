package io.graft.api.bus;

/** A request was published, and no reply came in time. */
public class BusTimeoutException extends BusException {

    private static final long serialVersionUID = 1L;

    public BusTimeoutException(String message) {
        super(message);
    }
}
