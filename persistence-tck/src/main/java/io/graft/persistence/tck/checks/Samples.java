package io.graft.persistence.tck.checks;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Events as checks need them. */
final class Samples {

    /** An origin of our days, beyond what a double can tell from its neighbours. */
    static final long NOW = 1_700_000_000_123_456_789L;

    static final String DEVICE = "pump";
    static final String SOURCE = "pressure";
    static final String PROFILE = "profile";
    static final String RESOURCE = "value";

    private Samples() {}

    /** An event with one reading. */
    static Event event(UUID id, String device, String source, long origin) {
        return event(id, device, source, origin, new ReadingValue.Text("21"), ValueType.INT32);
    }

    static Event event(UUID id, String device, String source, long origin, ReadingValue value, ValueType type) {
        Reading reading = new Reading(origin, device, PROFILE, RESOURCE, type, "", value, null, null);
        return new Event(id, device, PROFILE, source, origin, List.of(reading), null, null);
    }

    /** An event with an id that its number determines. */
    static Event event(int number, long origin) {
        return event(id(number), DEVICE, SOURCE, origin);
    }

    /** An id of its own for each number, in no order. */
    static UUID id(int number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        return new UUID(mixed, Long.rotateLeft(mixed, 29) ^ number);
    }

    /** So many events, the first the oldest, each a nanosecond newer than the one before. */
    static List<Event> history(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(i, NOW + i));
        }
        return events;
    }

    /** Stores events in batches of a usual size. */
    static void append(EventStore store, List<Event> events) {
        for (int i = 0; i < events.size(); i += 100) {
            store.append(events.subList(i, Math.min(i + 100, events.size())));
        }
    }

    /** All events that a filter selects. */
    static List<Event> all(EventStore store, EventFilter filter) {
        return store.events(EventQuery.page(filter, 0, Integer.MAX_VALUE)).items();
    }

    static List<Event> reversed(List<Event> events) {
        List<Event> reversed = new ArrayList<>(events);
        java.util.Collections.reverse(reversed);
        return reversed;
    }
}
