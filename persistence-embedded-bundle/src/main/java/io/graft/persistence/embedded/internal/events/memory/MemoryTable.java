package io.graft.persistence.embedded.internal.events.memory;

import io.graft.persistence.embedded.internal.events.codec.Name;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.codec.RecordHead;
import io.graft.persistence.embedded.internal.events.query.EntryList;
import io.graft.persistence.embedded.internal.events.query.ListKey;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.query.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The events of one segment of the log, with all their lists. Entries are numbered as they come.
 *
 * <p>Not thread-safe: the store guards all methods with its lock. What {@link #lists} has given out may be read without
 * it.
 */
public final class MemoryTable {

    /** About what an event costs beyond its record: columns, the slot of its id, three lists, the pointers. */
    private static final int EVENT_COST = 70;

    private static final int READING_COST = 35;
    private static final int LIST_COST = 150;

    private final Names names;
    private final Slabs records = new Slabs();
    private final Longs mostSignificant = new Longs();
    private final Longs leastSignificant = new Longs();
    private final Longs origins = new Longs();
    private final Longs locations = new Longs();
    private final Ints firstReadings = new Ints();
    private final Longs readingOrigins = new Longs();
    private final Ints readingEvents = new Ints();
    private final IdTable ids = new IdTable(mostSignificant, leastSignificant);
    private final Map<Long, SortedRuns> lists = new HashMap<>();
    private final IntOrder eventOrder = this::compareEvents;
    private final IntOrder readingOrder = this::compareReadings;
    private int events;
    private int readings;
    private volatile long bytes;
    private Marks deleted = Marks.NONE;

    public MemoryTable(Names names) {
        this.names = names;
    }

    /** How many events were added, the deleted ones included. */
    public int events() {
        return events;
    }

    public int readings() {
        return readings;
    }

    /** About how much memory this takes. */
    public long bytes() {
        return bytes;
    }

    /** The entries of the events that are deleted. */
    public Marks deleted() {
        return deleted;
    }

    /** Adds an event, a copy of whose record is kept. */
    public void add(RecordHead head, byte[] source, int offset, int length) {
        int event = events;
        mostSignificant.add(head.mostSignificant());
        leastSignificant.add(head.leastSignificant());
        origins.add(head.origin());
        locations.add(records.add(source, offset, length));
        firstReadings.add(readings);
        ids.put(event);
        Name.Stream stream = names.stream(head.stream());
        addTo(ListKey.ALL_EVENTS, event, eventOrder);
        addTo(ListKey.eventsOfDevice(stream.device().id()), event, eventOrder);
        addTo(ListKey.eventsOfStream(stream.id()), event, eventOrder);
        for (int i = 0; i < head.readings(); i++) {
            addReading(head, i, event);
        }
        events++;
        addBytes(length + EVENT_COST);
    }

    private void addReading(RecordHead head, int index, int event) {
        int reading = readings++;
        readingOrigins.add(head.readingOrigin(index));
        readingEvents.add(event);
        Name.Series series = names.series(head.series(index));
        addTo(ListKey.ALL_READINGS, reading, readingOrder);
        addTo(ListKey.readingsOfDevice(series.device().id()), reading, readingOrder);
        addTo(ListKey.readingsOfResource(series.resource().id()), reading, readingOrder);
        addTo(ListKey.readingsOfSeries(series.id()), reading, readingOrder);
        addBytes(READING_COST);
    }

    private void addTo(long key, int entry, IntOrder order) {
        SortedRuns list = lists.get(key);
        if (list == null) {
            list = new SortedRuns();
            lists.put(key, list);
            addBytes(LIST_COST);
        }
        list.add(entry, order);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the log's thread only
    private void addBytes(int count) {
        bytes = bytes + count;
    }

    /** The entry of the event with this id that is not deleted; -1 if there is none. */
    public int find(long most, long least) {
        int event = ids.find(most, least);
        return event < 0 || deleted.contains(event) ? -1 : event;
    }

    /** The record of an event. */
    public byte[] record(int event) {
        return records.get(locations.get(event));
    }

    /** Marks events as deleted. */
    public void delete(Marks more) {
        long[] words = deleted.copyWords(events);
        for (int event = more.next(0); event >= 0; event = more.next(event + 1)) {
            Marks.set(words, event);
        }
        deleted = new Marks(words);
    }

    /** The events of a list that have not been deleted, and whose origins lie in a range. */
    public Marks select(long key, long start, long end) {
        long[] words = Marks.words(events);
        for (SortedRuns.Run run : runs(key)) {
            for (int i = 0; i < run.size(); i++) {
                int event = run.entries()[i];
                long origin = origins.get(event);
                if (start <= origin && origin <= end && !deleted.contains(event)) {
                    Marks.set(words, event);
                }
            }
        }
        return new Marks(words);
    }

    /** The keys of the lists, in order. */
    public long[] keys() {
        return lists.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** The streams that have an event that is not deleted. */
    public List<Integer> liveStreams() {
        List<Integer> streams = new ArrayList<>();
        for (long key : lists.keySet()) {
            if (ListKey.isStream(key) && hasLive(key)) {
                streams.add(ListKey.owner(key));
            }
        }
        return streams;
    }

    private boolean hasLive(long key) {
        for (SortedRuns.Run run : runs(key)) {
            for (int i = 0; i < run.size(); i++) {
                if (!deleted.contains(run.entries()[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A list as it is now, deleted entries included: each of its runs, with the positions of the deleted. */
    public List<Part> lists(long key) {
        boolean ofReadings = ListKey.isReadings(key);
        List<Part> parts = new ArrayList<>();
        for (SortedRuns.Run run : runs(key)) {
            parts.add(new Part(ofReadings ? new ReadingRun(run) : new EventRun(run), run, deleted, this));
        }
        return parts;
    }

    /**
     * A part of a list.
     *
     * @param entries all of it
     */
    public record Part(EntryList entries, SortedRuns.Run run, Marks deletedEvents, MemoryTable table) {

        /** The positions of what is deleted. Without the store's lock. */
        public Marks deleted() {
            if (deletedEvents.isEmpty()) {
                return Marks.NONE;
            }
            long[] words = Marks.words(run.size());
            for (int i = 0; i < run.size(); i++) {
                int entry = run.entries()[i];
                if (deletedEvents.contains(entries instanceof ReadingRun ? table.readingEvents.get(entry) : entry)) {
                    Marks.set(words, i);
                }
            }
            return new Marks(words);
        }
    }

    List<SortedRuns.Run> runs(long key) {
        SortedRuns list = lists.get(key);
        return list == null ? List.of() : list.runs();
    }

    /** The entries of a list in order, deleted ones included. */
    int[] sorted(long key) {
        return SortedRuns.merge(runs(key), ListKey.isReadings(key) ? readingOrder : eventOrder);
    }

    long origin(int event) {
        return origins.get(event);
    }

    void copyRecord(int event, byte[] target, int offset) {
        records.copy(locations.get(event), target, offset);
    }

    int recordLength(int event) {
        return records.length(locations.get(event));
    }

    long readingOrigin(int reading) {
        return readingOrigins.get(reading);
    }

    int readingEvent(int reading) {
        return readingEvents.get(reading);
    }

    int readingIndex(int reading) {
        return reading - firstReadings.get(readingEvents.get(reading));
    }

    Place eventPlace(int event) {
        return new Place(origins.get(event), mostSignificant.get(event), leastSignificant.get(event), 0);
    }

    Place readingPlace(int reading) {
        int event = readingEvents.get(reading);
        return new Place(
                readingOrigins.get(reading),
                mostSignificant.get(event),
                leastSignificant.get(event),
                readingIndex(reading));
    }

    private int compareEvents(int a, int b) {
        int byOrigin = Long.compare(origins.get(a), origins.get(b));
        int byPlace = byOrigin != 0 ? byOrigin : compareIds(a, b);
        // equal places: an event that was deleted and stored again
        return byPlace != 0 ? byPlace : Integer.compare(a, b);
    }

    private int compareReadings(int a, int b) {
        int byOrigin = Long.compare(readingOrigins.get(a), readingOrigins.get(b));
        if (byOrigin != 0) {
            return byOrigin;
        }
        int byId = compareIds(readingEvents.get(a), readingEvents.get(b));
        int byPlace = byId != 0 ? byId : Integer.compare(readingIndex(b), readingIndex(a));
        return byPlace != 0 ? byPlace : Integer.compare(a, b);
    }

    private int compareIds(int a, int b) {
        int byMost = Long.compareUnsigned(mostSignificant.get(a), mostSignificant.get(b));
        return byMost != 0 ? byMost : Long.compareUnsigned(leastSignificant.get(a), leastSignificant.get(b));
    }

    private abstract class RunList implements EntryList {

        final int[] entries;
        final int size;

        RunList(SortedRuns.Run run) {
            entries = run.entries();
            size = run.size();
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public byte[] record(int position) {
            return MemoryTable.this.record(event(position));
        }

        @Override
        public int recordLength(int position) {
            return MemoryTable.this.recordLength(event(position));
        }

        @Override
        public Object table() {
            return MemoryTable.this;
        }

        @Override
        public int rank(Place place) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                long origin = origin(middle);
                if (origin < place.origin()
                        || (origin == place.origin() && place(middle).compareWithin(place) < 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private final class EventRun extends RunList {

        EventRun(SortedRuns.Run run) {
            super(run);
        }

        @Override
        public long origin(int position) {
            return origins.get(entries[position]);
        }

        @Override
        public Place place(int position) {
            return eventPlace(entries[position]);
        }

        @Override
        public int event(int position) {
            return entries[position];
        }

        @Override
        public int reading(int position) {
            return 0;
        }
    }

    private final class ReadingRun extends RunList {

        ReadingRun(SortedRuns.Run run) {
            super(run);
        }

        @Override
        public long origin(int position) {
            return readingOrigins.get(entries[position]);
        }

        @Override
        public Place place(int position) {
            return readingPlace(entries[position]);
        }

        @Override
        public int event(int position) {
            return readingEvents.get(entries[position]);
        }

        @Override
        public int reading(int position) {
            return readingIndex(entries[position]);
        }
    }
}
