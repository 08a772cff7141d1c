package io.graft.persistence.binding.internal.spool;

import io.graft.api.model.Event;

/**
 * An event in a spool.
 *
 * @param position where it stands; grows by one per event and survives restarts
 * @param spooledAtMillis when it was spooled, by the wall clock, in milliseconds since 1970
 */
public record Spooled(long position, long spooledAtMillis, Event event) {}
