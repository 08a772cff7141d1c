package io.graft.persistence.binding.internal.migration;

/** The migration was given up, or the gateway is being stopped. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
