package io.graft.persistence.embedded.internal.events;

import io.graft.persistence.embedded.internal.events.query.EntryList;

/**
 * Reads the records of readings, and keeps the last one: the readings of one event mostly come one after the other, and
 * its record may be large. Used by one thread.
 */
final class LastRecord {

    private Object table;
    private int event;
    private byte[] record;

    byte[] of(EntryList list, int position) {
        int wanted = list.event(position);
        if (list.table() != table || wanted != event) {
            record = list.record(position);
            table = list.table();
            event = wanted;
        }
        return record;
    }
}
