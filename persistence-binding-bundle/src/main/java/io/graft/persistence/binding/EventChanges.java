package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import java.util.List;
import java.util.UUID;

/**
 * Hears of every change that a service's bound store has taken. Called on the thread that made the change, by many
 * threads at once, after the store has acknowledged the change and before the client is answered: an implementation is
 * quick, waits for nothing and throws nothing.
 */
public interface EventChanges {

    /**
     * The store has these events now; or may have some of them, when the call that appended them has failed. Those that
     * it had already under the same id are not among them. An event may be told more than once.
     */
    void appended(List<Event> events);

    /** A deletion begins. */
    void deleting(EventFilter filter);

    /** A deletion has ended, also one that failed half-way. */
    void deleted(EventFilter filter);

    /** The deletion of one event has ended, also one that failed: only the store knows then whether it is gone. */
    void deleted(UUID id);
}
