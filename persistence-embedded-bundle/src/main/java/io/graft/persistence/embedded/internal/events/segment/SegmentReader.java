package io.graft.persistence.embedded.internal.events.segment;

import io.graft.log.codec.Numbers;
import io.graft.persistence.embedded.internal.events.query.EntryList;
import io.graft.persistence.embedded.internal.events.query.ListKey;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.query.Place;
import java.util.Optional;

/** Reads a segment for one thread. */
public final class SegmentReader {

    private static final int ID_BYTES = 16;

    private final Segment segment;
    private final int window;
    private final Column eventOrigins;
    private final Column recordStarts;
    private final Column readingOrigins;
    private final Column readingEvents;
    private final Column readingIndexes;
    private final Column keys;
    private final Column listStarts;
    private final byte[] id = new byte[ID_BYTES];

    SegmentReader(Segment segment, int window) {
        this.segment = segment;
        this.window = window;
        this.eventOrigins = column(Section.EVENT_ORIGINS);
        this.recordStarts = column(Section.RECORD_STARTS);
        this.readingOrigins = segment.aligned() ? eventOrigins : column(Section.READING_ORIGINS);
        this.readingEvents = column(Section.READING_EVENTS);
        this.readingIndexes = column(Section.READING_INDEXES);
        this.keys = column(Section.KEYS);
        this.listStarts = column(Section.LIST_STARTS);
    }

    /** A list, if the segment has it. */
    public Optional<EntryList> list(long key) {
        if (key == ListKey.ALL_EVENTS || key == ListKey.ALL_READINGS) {
            return Optional.of(new All(key));
        }
        return postings(key).map(postings -> new Some(key, postings));
    }

    /** The entries of a list that is not one of all, if the segment has it. */
    Optional<Postings> postings(long key) {
        int index = segment.keys().rank(key, keys);
        if (index == segment.count(Section.KEYS, 8) || keys.getLong(index) != key) {
            return Optional.empty();
        }
        return Optional.of(postingsAt(index, column(Section.POSTINGS)));
    }

    Postings postingsAt(int index, Column column) {
        int from = listStarts.getInt(index);
        return new Postings(column, from, listStarts.getInt(index + 1));
    }

    long[] keys() {
        long[] all = new long[segment.count(Section.KEYS, 8)];
        for (int i = 0; i < all.length; i++) {
            all[i] = keys.getLong(i);
        }
        return all;
    }

    long key(int index) {
        return keys.getLong(index);
    }

    /** The event with this id, a deleted one included; -1 if there is none. */
    public int find(long most, long least) {
        long fingerprint = Fingerprint.of(most, least);
        Column fingerprints = column(Section.FINGERPRINTS);
        int at = segment.fingerprints().rank(fingerprint, fingerprints);
        Column events = column(Section.FINGERPRINT_EVENTS);
        for (; at < segment.events() && fingerprints.getLong(at) == fingerprint; at++) {
            int event = events.getInt(at);
            readId(event);
            if (Numbers.getLong(id, 0) == most && Numbers.getLong(id, 8) == least) {
                return event;
            }
        }
        return -1;
    }

    /** The record of an event. */
    public byte[] record(int event) {
        byte[] record = new byte[recordLength(event)];
        segment.blocks().read(recordPosition(event), record, 0, record.length);
        return record;
    }

    int recordLength(int event) {
        int start = recordStarts.getInt(event);
        return recordStarts.getInt(event + 1) - start;
    }

    long recordPosition(int event) {
        return segment.offset(Section.RECORDS) + Integer.toUnsignedLong(recordStarts.getInt(event));
    }

    long eventOrigin(int event) {
        return eventOrigins.getLong(event);
    }

    long readingOrigin(int reading) {
        return readingOrigins.getLong(reading);
    }

    int readingEvent(int reading) {
        return segment.aligned() ? reading : readingEvents.getInt(reading);
    }

    int readingIndex(int reading) {
        return segment.aligned() ? 0 : readingIndexes.getInt(reading);
    }

    Place eventPlace(int event) {
        readId(event);
        return new Place(eventOrigin(event), Numbers.getLong(id, 0), Numbers.getLong(id, 8), 0);
    }

    Place readingPlace(int reading) {
        readId(readingEvent(reading));
        return new Place(readingOrigin(reading), Numbers.getLong(id, 0), Numbers.getLong(id, 8), readingIndex(reading));
    }

    /** The events of a list whose origins lie in a range. */
    Marks select(long key, long start, long end) {
        int from = eventRank(Place.startOf(start));
        int to = end == Long.MAX_VALUE ? segment.events() : eventRank(Place.startOf(end + 1));
        long[] words = Marks.words(segment.events());
        if (key == ListKey.ALL_EVENTS) {
            for (int event = from; event < to; event++) {
                Marks.set(words, event);
            }
        } else {
            Optional<Postings> found = postings(key);
            if (found.isPresent()) {
                Postings postings = found.get();
                for (int i = postings.rank(from); i < postings.size(); i++) {
                    int event = postings.get(i);
                    if (event >= to) {
                        break;
                    }
                    Marks.set(words, event);
                }
            }
        }
        return new Marks(words);
    }

    /** The positions in a list of the entries whose events are marked. */
    Marks positions(long key, Marks events) {
        boolean ofReadings = ListKey.isReadings(key);
        if (key == ListKey.ALL_EVENTS || (key == ListKey.ALL_READINGS && segment.aligned())) {
            return events;
        }
        Optional<Postings> postings = key == ListKey.ALL_READINGS ? Optional.empty() : postings(key);
        int size = postings.isPresent() ? postings.get().size() : segment.readings();
        long[] words = Marks.words(size);
        for (int i = 0; i < size; i++) {
            int entry = postings.isPresent() ? postings.get().get(i) : i;
            if (events.contains(ofReadings ? readingEvent(entry) : entry)) {
                Marks.set(words, i);
            }
        }
        return new Marks(words);
    }

    private int eventRank(Place place) {
        if ((place.origin() <= segment.firstOrigin() && place.isStart()) || place.origin() < segment.firstOrigin()) {
            return 0;
        }
        if (place.origin() > segment.lastOrigin()) {
            return segment.events();
        }
        int low = segment.eventOrigins().rank(place.origin(), eventOrigins);
        if (place.isStart()) {
            return low;
        }
        int high = segment.events();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (eventOrigins.getLong(middle) == place.origin()
                    && eventPlace(middle).compareWithin(place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int readingRank(Place place) {
        if (place.origin() < segment.firstOrigin(ListKey.ALL_READINGS)) {
            return 0;
        }
        if (place.origin() > segment.lastOrigin(ListKey.ALL_READINGS)) {
            return segment.readings();
        }
        int low = segment.readingOrigins().rank(place.origin(), readingOrigins);
        if (place.isStart()) {
            return low;
        }
        int high = segment.readings();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (readingOrigins.getLong(middle) == place.origin()
                    && readingPlace(middle).compareWithin(place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void readId(int event) {
        segment.blocks().read(recordPosition(event), id, 0, ID_BYTES);
    }

    private Column column(Section section) {
        return segment.column(section, window);
    }

    /** The entries of a list: ascending numbers of events or readings. */
    static final class Postings implements Source.Entries {
        private final Column column;
        private final int from;
        private final int to;

        Postings(Column column, int from, int to) {
            this.column = column;
            this.from = from;
            this.to = to;
        }

        @Override
        public int size() {
            return to - from;
        }

        @Override
        public int get(int position) {
            return column.getInt(from + position);
        }

        /** How many entries are smaller. */
        int rank(int entry) {
            return column.lowerBoundInt(from, to, entry) - from;
        }
    }

    /** All events, or all readings. */
    private final class All implements EntryList {
        private final boolean ofReadings;

        All(long key) {
            ofReadings = ListKey.isReadings(key);
        }

        @Override
        public int size() {
            return ofReadings ? segment.readings() : segment.events();
        }

        @Override
        public long origin(int position) {
            return ofReadings ? readingOrigin(position) : eventOrigin(position);
        }

        @Override
        public Place place(int position) {
            return ofReadings ? readingPlace(position) : eventPlace(position);
        }

        @Override
        public int rank(Place place) {
            return ofReadings ? readingRank(place) : eventRank(place);
        }

        @Override
        public byte[] record(int position) {
            return SegmentReader.this.record(event(position));
        }

        @Override
        public int recordLength(int position) {
            return SegmentReader.this.recordLength(event(position));
        }

        @Override
        public int event(int position) {
            return ofReadings ? readingEvent(position) : position;
        }

        @Override
        public Object table() {
            return segment;
        }

        @Override
        public int reading(int position) {
            return ofReadings ? readingIndex(position) : 0;
        }
    }

    /** Some of all. */
    private final class Some implements EntryList {
        private final All all;
        private final Postings postings;

        Some(long key, Postings postings) {
            this.all = new All(key);
            this.postings = postings;
        }

        @Override
        public int size() {
            return postings.size();
        }

        @Override
        public long origin(int position) {
            return all.origin(postings.get(position));
        }

        @Override
        public Place place(int position) {
            return all.place(postings.get(position));
        }

        @Override
        public int rank(Place place) {
            return postings.rank(all.rank(place));
        }

        @Override
        public byte[] record(int position) {
            return all.record(postings.get(position));
        }

        @Override
        public int recordLength(int position) {
            return all.recordLength(postings.get(position));
        }

        @Override
        public int event(int position) {
            return all.event(postings.get(position));
        }

        @Override
        public Object table() {
            return segment;
        }

        @Override
        public int reading(int position) {
            return all.reading(postings.get(position));
        }
    }
}
