package io.graft.api.bus;

/** The bus can't do it now: to try again later is right. */
public class BusUnavailableException extends BusException {

    private static final long serialVersionUID = 1L;

    public BusUnavailableException(String message) {
        super(message);
    }

    public BusUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
