package io.graft.bus.binding;

import io.graft.api.bus.BusException;

/** A message is no envelope of EdgeX; the message says what is wrong with it. */
public final class EnvelopeException extends BusException {

    private static final long serialVersionUID = 1L;

    public EnvelopeException(String message) {
        super(message);
    }

    public EnvelopeException(String message, Throwable cause) {
        super(message, cause);
    }
}
