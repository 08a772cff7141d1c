package io.graft.persistence.embedded.internal.events.memory;

/** An order of numbered things. */
@FunctionalInterface
interface IntOrder {

    int compare(int a, int b);
}
