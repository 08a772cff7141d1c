package io.graft.persistence.embedded.internal.events.segment;

import io.graft.persistence.embedded.internal.events.query.Place;

/**
 * Sorted events with their lists, from which a segment is written. Events and readings are numbered in their order.
 * Used by one thread.
 */
public interface Source {

    int events();

    int readings();

    /** Whether an event is to be left out. */
    boolean deleted(int event);

    long eventOrigin(int event);

    Place eventPlace(int event);

    int recordLength(int event);

    /** Copies the record of an event. */
    void copyRecord(int event, byte[] target, int offset);

    long readingOrigin(int reading);

    Place readingPlace(int reading);

    int readingEvent(int reading);

    int readingIndex(int reading);

    /** The number of the lists. */
    int lists();

    /** The key of a list, in ascending order. */
    long key(int list);

    /** The entries of a list, ascending. */
    Entries entries(int list);

    /** The fingerprints of the ids in ascending order. */
    long fingerprint(int index);

    int fingerprintEvent(int index);

    /** Ascending numbers. */
    interface Entries {

        int size();

        int get(int index);
    }
}
