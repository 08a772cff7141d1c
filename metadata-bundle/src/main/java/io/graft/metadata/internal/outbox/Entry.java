package io.graft.metadata.internal.outbox;

/** A change on its way to the bus. The state is guarded by the lock of the {@link Backlog}. */
final class Entry {

    enum State {
        /** It is being made. */
        UNDER_WAY,
        /** It is durable. */
        HAPPENED,
        /** It may be durable or not: the store has not said. */
        UNKNOWN
    }

    final Change change;
    State state;
    volatile Slot slot;
    boolean beingPublished;

    Entry(Change change, State state) {
        this.change = change;
        this.state = state;
    }
}
