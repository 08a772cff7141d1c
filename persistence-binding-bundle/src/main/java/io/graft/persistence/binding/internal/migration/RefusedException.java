package io.graft.persistence.binding.internal.migration;

/** The migration can't go on, for a reason that its operator has to know; the message says what to do. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
