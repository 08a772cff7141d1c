package io.graft.persistence.embedded.internal.events.memory;

import io.graft.persistence.embedded.internal.events.query.ListKey;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.query.Place;
import io.graft.persistence.embedded.internal.events.segment.Fingerprint;
import io.graft.persistence.embedded.internal.events.segment.Source;
import java.util.Arrays;

/**
 * A table to which nothing is added any more, in order. What is deleted after the creation of this is left in.
 */
public final class MemorySource implements Source {

    private final MemoryTable table;
    private final Marks deleted;
    /** The entries in order, and the place in the order of each entry. */
    private final int[] events;

    private final int[] eventPlaces;
    private final int[] readings;
    private final int[] readingPlaces;
    private final long[] keys;
    private final int[] byFingerprint;
    private final long[] fingerprints;

    /** @param deleted the table's deleted events */
    public MemorySource(MemoryTable table, Marks deleted) {
        this.table = table;
        this.deleted = deleted;
        this.events = table.sorted(ListKey.ALL_EVENTS);
        this.eventPlaces = inverse(events);
        this.readings = table.sorted(ListKey.ALL_READINGS);
        this.readingPlaces = inverse(readings);
        this.keys = Arrays.stream(table.keys())
                .filter(key -> key != ListKey.ALL_EVENTS && key != ListKey.ALL_READINGS)
                .toArray();
        this.fingerprints = new long[events.length];
        for (int i = 0; i < events.length; i++) {
            Place place = table.eventPlace(events[i]);
            fingerprints[i] = Fingerprint.of(place.mostSignificant(), place.leastSignificant());
        }
        this.byFingerprint = IntSort.sorted(events.length, (a, b) -> Long.compare(fingerprints[a], fingerprints[b]));
    }

    /** What this is made of. */
    public MemoryTable table() {
        return table;
    }

    /** The place in the order of a table's entry. */
    public int place(int entry) {
        return eventPlaces[entry];
    }

    @Override
    public int events() {
        return events.length;
    }

    @Override
    public int readings() {
        return readings.length;
    }

    @Override
    public boolean deleted(int event) {
        return deleted.contains(events[event]);
    }

    @Override
    public long eventOrigin(int event) {
        return table.origin(events[event]);
    }

    @Override
    public Place eventPlace(int event) {
        return table.eventPlace(events[event]);
    }

    @Override
    public int recordLength(int event) {
        return table.recordLength(events[event]);
    }

    @Override
    public void copyRecord(int event, byte[] target, int offset) {
        table.copyRecord(events[event], target, offset);
    }

    @Override
    public long readingOrigin(int reading) {
        return table.readingOrigin(readings[reading]);
    }

    @Override
    public Place readingPlace(int reading) {
        return table.readingPlace(readings[reading]);
    }

    @Override
    public int readingEvent(int reading) {
        return eventPlaces[table.readingEvent(readings[reading])];
    }

    @Override
    public int readingIndex(int reading) {
        return table.readingIndex(readings[reading]);
    }

    @Override
    public int lists() {
        return keys.length;
    }

    @Override
    public long key(int list) {
        return keys[list];
    }

    @Override
    public Entries entries(int list) {
        int[] places = ListKey.isReadings(keys[list]) ? readingPlaces : eventPlaces;
        int[] entries = table.sorted(keys[list]);
        return new Entries() {
            @Override
            public int size() {
                return entries.length;
            }

            @Override
            public int get(int index) {
                return places[entries[index]];
            }
        };
    }

    @Override
    public long fingerprint(int index) {
        return fingerprints[byFingerprint[index]];
    }

    @Override
    public int fingerprintEvent(int index) {
        return byFingerprint[index];
    }

    private static int[] inverse(int[] order) {
        int[] places = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = i;
        }
        return places;
    }
}
