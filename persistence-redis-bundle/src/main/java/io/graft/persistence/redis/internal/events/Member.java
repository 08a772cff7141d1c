package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.persistence.redis.internal.codec.Input;
import java.util.UUID;

/** An entry of a list: an event's place, or a reading's. */
final class Member {

    private static final int EVENT_LENGTH = 24;

    private final byte[] bytes;
    private final long origin;
    private final UUID id;
    private final int reading;

    Member(byte[] bytes) {
        Input in = new Input(bytes);
        this.bytes = bytes;
        this.origin = in.getSorting();
        this.id = new UUID(in.get(Long.BYTES), in.get(Long.BYTES));
        this.reading = bytes.length == EVENT_LENGTH ? 0 : EventRecord.FIRST_READING - (int) in.get(3);
    }

    /** As the list has it. */
    byte[] bytes() {
        return bytes;
    }

    /** The id of the event. */
    UUID id() {
        return id;
    }

    /** The event, or null if it is not the one of this entry (any more). */
    Event eventIn(Event event) {
        return event != null && event.origin() == origin ? event : null;
    }

    /** The reading, or null if it is not there (any more). */
    Reading readingIn(Event event) {
        if (event == null || reading >= event.readings().size()) {
            return null;
        }
        Reading found = event.readings().get(reading);
        return found.origin() == origin ? found : null;
    }
}
