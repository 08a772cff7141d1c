package io.graft.api.persistence;

import io.graft.api.model.Event;
import java.util.Objects;
import java.util.UUID;

/**
 * A place in the order of events: that of one event, which need not exist (any more). A cursor stays valid for ever and
 * in every provider.
 *
 * @param origin the event's origin
 * @param id the event's id
 */
public record EventCursor(long origin, UUID id) {

    public EventCursor {
        Objects.requireNonNull(id, "id");
    }

    /** The place of an event. */
    public static EventCursor of(Event event) {
        return new EventCursor(event.origin(), event.id());
    }
}
