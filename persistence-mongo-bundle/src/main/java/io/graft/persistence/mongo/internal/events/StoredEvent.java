package io.graft.persistence.mongo.internal.events;

import io.graft.api.model.Event;
import org.bson.types.ObjectId;

/**
 * An event as it is in the database.
 *
 * @param event the event; if it is in parts, only what it is found by
 * @param stored names the call that stored it, so that a repeated call knows its own work
 * @param parts in how many further documents its content is; 0 for none, as for all but huge events
 */
record StoredEvent(Event event, ObjectId stored, int parts) {}
