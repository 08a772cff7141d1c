package io.graft.certification.internal.shell;

/** The provider was not certified; makes the command fail. */
final class NotCertifiedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotCertifiedException(String message) {
        super(message);
    }
}
