package io.graft.shell.internal;

/** A migration did not come to its end; makes the command fail. */
final class MigrationFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    MigrationFailedException(String message) {
        super(message);
    }
}
