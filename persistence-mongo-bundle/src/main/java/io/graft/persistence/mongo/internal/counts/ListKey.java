package io.graft.persistence.mongo.internal.counts;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import java.util.Locale;

/**
 * A list of events or readings that is counted, in the order of their origins.
 *
 * @param device empty where the kind has none
 * @param name the source or the resource, empty where the kind has none
 */
public record ListKey(Kind kind, String device, String name) {

    /** What is in a list. */
    public enum Kind {
        EVENTS,
        DEVICE_EVENTS,
        STREAM_EVENTS,
        READINGS,
        DEVICE_READINGS,
        RESOURCE_READINGS,
        SERIES_READINGS;

        /** Whether it holds events and not readings. */
        public boolean ofEvents() {
            return compareTo(READINGS) < 0;
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    public static final ListKey EVENTS = new ListKey(Kind.EVENTS, "", "");
    public static final ListKey READINGS = new ListKey(Kind.READINGS, "", "");

    /** Takes the places of an event and its readings in all lists they are in. */
    interface Places {
        void place(ListKey list, long origin);
    }

    /** Every list that an event is in, and once for each reading those that the reading is in. */
    static void forEach(Event event, Places places) {
        places.place(EVENTS, event.origin());
        places.place(new ListKey(Kind.DEVICE_EVENTS, event.deviceName(), ""), event.origin());
        places.place(new ListKey(Kind.STREAM_EVENTS, event.deviceName(), event.sourceName()), event.origin());
        for (Reading reading : event.readings()) {
            String device = reading.deviceName();
            String resource = reading.resourceName();
            places.place(READINGS, reading.origin());
            places.place(new ListKey(Kind.DEVICE_READINGS, device, ""), reading.origin());
            places.place(new ListKey(Kind.RESOURCE_READINGS, "", resource), reading.origin());
            places.place(new ListKey(Kind.SERIES_READINGS, device, resource), reading.origin());
        }
    }
}
