package io.graft.command.internal.check;

/** A value that does not fit; the message goes on from the value's name, e.g. {@code is 120, above its maximum 100}. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
