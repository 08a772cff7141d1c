package io.graft.metadata.internal.outbox;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Finds out which of the changes that were meant to be made have been made, from what the document is now. Each change
 * says what it has found and what it leaves; so those that happened form a chain that ends in what is there.
 */
final class History {

    private History() {}

    /**
     * Those that have happened, the oldest first.
     *
     * @param meant changes of one document of which it is not known, the oldest first
     * @param now what the document is after them, as {@link Digests#of} says
     */
    static Collection<Change> happened(List<Change> meant, String now) {
        Deque<Change> happened = new ArrayDeque<>();
        String state = now;
        for (int i = meant.size() - 1; i >= 0; i--) {
            Change change = meant.get(i);
            if (change.after().equals(state)) {
                happened.addFirst(change);
                state = change.before();
            }
        }
        return happened;
    }
}
