package io.graft.persistence.tck.checks;

import java.util.function.Consumer;

/**
 * One operation of a random sequence, which can be done again on any target.
 *
 * @param text how a message shows it
 * @param action what is done; throws where the target does not do what it should
 */
record Step<T>(String text, Consumer<T> action) {}
