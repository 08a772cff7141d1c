package io.graft.coredata.internal;

import io.graft.api.model.Event;

/**
 * A valid request to add an event.
 *
 * @param requestId a UUID as text, or empty
 * @param event the event
 */
record AddEventRequest(String requestId, Event event) {

    /** The names that the path of the request gives; the event must have the same. */
    record Target(String profileName, String deviceName, String sourceName) {

        /** Any names will do. */
        static final Target ANY = new Target(null, null, null);
    }
}
