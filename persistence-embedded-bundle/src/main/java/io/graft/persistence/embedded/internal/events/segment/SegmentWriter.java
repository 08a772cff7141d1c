package io.graft.persistence.embedded.internal.events.segment;

import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.util.List;

/**
 * Writes one segment from the live events of several sources, section by section, so that it needs little memory: some
 * ten bytes for each event and each reading.
 */
public final class SegmentWriter {

    private static final long MOST_RECORD_BYTES = 1L << 32;

    private final List<Source> sources;
    private final MergeOrder events;
    private final MergeOrder readings;
    private final boolean aligned;
    private final SegmentOutput out;

    private SegmentWriter(
            List<Source> sources, MergeOrder events, MergeOrder readings, boolean aligned, SegmentOutput out) {
        this.sources = sources;
        this.events = events;
        this.readings = readings;
        this.aligned = aligned;
        this.out = out;
    }

    /**
     * What was written.
     *
     * @param length the length of the file; 0 if no event was live, and so no file was written
     * @param places for each source and each of its events the number it has now, -1 if it was left out
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, and read only
    public record Result(long length, int[][] places) {}

    /** Writes a file and forces it; who wants it to stay forces the directory. */
    public static Result write(Disk disk, String name, List<Source> sources, Pace pace) throws IOException {
        MergeOrder events = MergeOrder.ofEvents(sources);
        if (events.count() == 0) {
            return new Result(0, events.places());
        }
        boolean aligned = aligned(sources, events.count());
        MergeOrder readings = aligned ? events.ofOnlyReadings(sources) : MergeOrder.ofReadings(sources);
        try (DiskFile file = disk.create(name)) {
            SegmentOutput out = new SegmentOutput(file, pace);
            Footer footer = new SegmentWriter(sources, events, readings, aligned, out).write();
            file.write(out.length(), Footer.encode(footer));
            file.force();
            return new Result(out.length() + footer.size(), events.places());
        }
    }

    private static boolean aligned(List<Source> sources, int events) {
        int live = 0;
        for (Source source : sources) {
            for (int reading = 0; reading < source.readings(); reading++) {
                int event = source.readingEvent(reading);
                if (!source.deleted(event)) {
                    live++;
                    if (source.readingOrigin(reading) != source.eventOrigin(event)) {
                        return false;
                    }
                }
            }
        }
        return live == events;
    }

    private Footer write() throws IOException {
        Sparse eventOrigins = writeOrigins(Section.EVENT_ORIGINS, events, Source::eventOrigin);
        writeRecordStarts();
        Sparse readingOrigins = eventOrigins;
        if (!aligned) {
            readingOrigins = writeOrigins(Section.READING_ORIGINS, readings, Source::readingOrigin);
            out.begin(Section.READING_EVENTS);
            readings.forEach(
                    (s, reading) -> out.putInt(events.places(s)[sources.get(s).readingEvent(reading)]));
            out.begin(Section.READING_INDEXES);
            readings.forEach((s, reading) -> out.putInt(sources.get(s).readingIndex(reading)));
        }
        Sparse keys = writeLists();
        Bloom bloom = Bloom.sized(events.count());
        Sparse fingerprints = writeFingerprints(bloom);
        writeRecords();
        writeLongs(Section.BLOOM, bloom.words(), bloom.words().length);
        writeSparse(Section.SPARSE_EVENT_ORIGINS, eventOrigins);
        if (!aligned) {
            writeSparse(Section.SPARSE_READING_ORIGINS, readingOrigins);
        }
        writeSparse(Section.SPARSE_KEYS, keys);
        writeSparse(Section.SPARSE_FINGERPRINTS, fingerprints);
        return out.end(
                events.count(),
                readings.count(),
                aligned,
                eventOrigins.first(),
                eventOrigins.last(),
                readingOrigins.first(),
                readingOrigins.last());
    }

    private Sparse writeOrigins(Section section, MergeOrder order, Origin origin) throws IOException {
        Sparse sparse = new Sparse();
        out.begin(section);
        order.forEach((s, item) -> {
            long value = origin.of(sources.get(s), item);
            sparse.add(value);
            out.putLong(value);
        });
        return sparse;
    }

    private interface Origin {
        long of(Source source, int item);
    }

    private void writeRecordStarts() throws IOException {
        out.begin(Section.RECORD_STARTS);
        long[] start = new long[1];
        events.forEach((s, event) -> {
            out.putInt((int) start[0]);
            start[0] += sources.get(s).recordLength(event);
        });
        if (start[0] >= MOST_RECORD_BYTES) {
            throw new IOException("the records of a segment take " + start[0] + " bytes, which is too much");
        }
        out.putInt((int) start[0]);
    }

    private Sparse writeLists() throws IOException {
        ListMerge lists = new ListMerge(sources, events, readings);
        out.begin(Section.POSTINGS);
        lists.write(out);
        out.begin(Section.KEYS);
        Sparse sparse = new Sparse();
        for (int i = 0; i < lists.count(); i++) {
            sparse.add(lists.key(i));
            out.putLong(lists.key(i));
        }
        out.begin(Section.LIST_STARTS);
        for (int i = 0; i <= lists.count(); i++) {
            out.putInt(lists.start(i));
        }
        return sparse;
    }

    private Sparse writeFingerprints(Bloom bloom) throws IOException {
        int[] eventsInOrder = new int[events.count()];
        Sparse sparse = new Sparse();
        int[] next = new int[sources.size()];
        out.begin(Section.FINGERPRINTS);
        for (int i = 0; i < eventsInOrder.length; i++) {
            int first = -1;
            for (int s = 0; s < next.length; s++) {
                Source source = sources.get(s);
                while (next[s] < source.events() && events.places(s)[source.fingerprintEvent(next[s])] < 0) {
                    next[s]++;
                }
                if (next[s] < source.events()
                        && (first < 0
                                || source.fingerprint(next[s])
                                        < sources.get(first).fingerprint(next[first]))) {
                    first = s;
                }
            }
            Source source = sources.get(first);
            long fingerprint = source.fingerprint(next[first]);
            eventsInOrder[i] = events.places(first)[source.fingerprintEvent(next[first]++)];
            bloom.add(fingerprint);
            sparse.add(fingerprint);
            out.putLong(fingerprint);
        }
        out.begin(Section.FINGERPRINT_EVENTS);
        for (int event : eventsInOrder) {
            out.putInt(event);
        }
        return sparse;
    }

    private void writeRecords() throws IOException {
        out.begin(Section.RECORDS);
        byte[][] record = {new byte[4096]};
        events.forEach((s, event) -> {
            int length = sources.get(s).recordLength(event);
            if (length > record[0].length) {
                record[0] = new byte[length];
            }
            sources.get(s).copyRecord(event, record[0], 0);
            out.put(record[0], length);
        });
    }

    private void writeSparse(Section section, Sparse sparse) throws IOException {
        writeLongs(section, sparse.values(), sparse.size());
    }

    private void writeLongs(Section section, long[] values, int count) throws IOException {
        out.begin(section);
        for (int i = 0; i < count; i++) {
            out.putLong(values[i]);
        }
    }
}
