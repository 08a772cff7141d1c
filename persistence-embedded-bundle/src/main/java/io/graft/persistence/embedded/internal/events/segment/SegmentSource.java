package io.graft.persistence.embedded.internal.events.segment;

import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.query.Place;

/** A segment that is merged into another. */
public final class SegmentSource implements Source {

    private static final int READ_AHEAD = 64 << 10;

    private final Segment segment;
    private final Marks deleted;
    private final SegmentReader reader;
    private final Column postings;
    private final Column fingerprints;
    private final Column fingerprintEvents;
    private final byte[] records = new byte[READ_AHEAD];
    private long recordsAt;
    private int recordsLength;

    public SegmentSource(LiveSegment live) {
        this.segment = live.segment();
        this.deleted = live.deleted();
        this.reader = new SegmentReader(segment, Column.MERGE_WINDOW);
        this.postings = segment.column(Section.POSTINGS, Column.MERGE_WINDOW);
        this.fingerprints = segment.column(Section.FINGERPRINTS, Column.MERGE_WINDOW);
        this.fingerprintEvents = segment.column(Section.FINGERPRINT_EVENTS, Column.MERGE_WINDOW);
    }

    @Override
    public int events() {
        return segment.events();
    }

    @Override
    public int readings() {
        return segment.readings();
    }

    @Override
    public boolean deleted(int event) {
        return deleted.contains(event);
    }

    @Override
    public long eventOrigin(int event) {
        return reader.eventOrigin(event);
    }

    @Override
    public Place eventPlace(int event) {
        return reader.eventPlace(event);
    }

    @Override
    public int recordLength(int event) {
        return reader.recordLength(event);
    }

    @Override
    public void copyRecord(int event, byte[] target, int offset) {
        int length = reader.recordLength(event);
        long position = reader.recordPosition(event);
        if (length > READ_AHEAD) {
            segment.blocks().read(position, target, offset, length);
            return;
        }
        if (position < recordsAt || position + length > recordsAt + recordsLength) {
            long end = segment.offset(Section.RECORDS) + segment.length(Section.RECORDS);
            recordsLength = 0;
            int count = (int) Math.min(READ_AHEAD, end - position);
            segment.blocks().read(position, records, 0, count);
            recordsAt = position;
            recordsLength = count;
        }
        System.arraycopy(records, (int) (position - recordsAt), target, offset, length);
    }

    @Override
    public long readingOrigin(int reading) {
        return reader.readingOrigin(reading);
    }

    @Override
    public Place readingPlace(int reading) {
        return reader.readingPlace(reading);
    }

    @Override
    public int readingEvent(int reading) {
        return reader.readingEvent(reading);
    }

    @Override
    public int readingIndex(int reading) {
        return reader.readingIndex(reading);
    }

    @Override
    public int lists() {
        return segment.count(Section.KEYS, 8);
    }

    @Override
    public long key(int list) {
        return reader.key(list);
    }

    @Override
    public Entries entries(int list) {
        return reader.postingsAt(list, postings);
    }

    @Override
    public long fingerprint(int index) {
        return fingerprints.getLong(index);
    }

    @Override
    public int fingerprintEvent(int index) {
        return fingerprintEvents.getInt(index);
    }
}
