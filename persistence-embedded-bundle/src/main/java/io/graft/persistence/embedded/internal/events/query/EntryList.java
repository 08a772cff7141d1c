package io.graft.persistence.embedded.internal.events.query;

/**
 * Events or readings in ascending order, as they were when the query began. An entry is known by its position. Used by
 * one thread.
 */
public interface EntryList {

    int size();

    long origin(int position);

    Place place(int position);

    /** How many entries come before a place. */
    int rank(Place place);

    /** The record of the event, or of the reading's event. */
    byte[] record(int position);

    int recordLength(int position);

    /** The number of the event, or of the reading's event, in its table. */
    int event(int position);

    /** What the numbers of events belong to: the same object for all lists of one table. */
    Object table();

    /** The index of the reading within its event; 0 for events. */
    int reading(int position);
}
