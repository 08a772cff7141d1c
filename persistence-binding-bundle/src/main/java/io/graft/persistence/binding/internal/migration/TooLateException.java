package io.graft.persistence.binding.internal.migration;

/** What has to be done while clients wait took too long; it is undone and tried again. */
final class TooLateException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
