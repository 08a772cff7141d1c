package io.graft.persistence.embedded.internal.events.segment;

import io.graft.api.persistence.TimeRange;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import io.graft.persistence.embedded.internal.events.query.ListKey;
import io.graft.persistence.embedded.internal.events.query.Marks;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An immutable file of events with their lists. It is open as long as somebody holds it: the store itself, until it
 * lets go, and each reader. Safe for any thread.
 */
public final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final Disk disk;
    private final String name;
    private final long length;
    private final DiskFile file;
    private final Footer footer;
    private final BlockFile blocks;
    private final SortedColumn eventOrigins;
    private final SortedColumn readingOrigins;
    private final SortedColumn keys;
    private final SortedColumn fingerprints;
    private final Bloom bloom;
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile boolean unneeded;

    private Segment(Disk disk, String name, long length, DiskFile file, Footer footer) {
        this.disk = disk;
        this.name = name;
        this.length = length;
        this.file = file;
        this.footer = footer;
        this.blocks = new BlockFile(file, disk.describe(name), length - footer.size(), footer.checksums());
        this.eventOrigins = new SortedColumn(footer.events(), longs(Section.SPARSE_EVENT_ORIGINS));
        this.readingOrigins = footer.aligned()
                ? eventOrigins
                : new SortedColumn(footer.readings(), longs(Section.SPARSE_READING_ORIGINS));
        this.keys = new SortedColumn(count(Section.KEYS, 8), longs(Section.SPARSE_KEYS));
        this.fingerprints = new SortedColumn(footer.events(), longs(Section.SPARSE_FINGERPRINTS));
        this.bloom = Bloom.of(longs(Section.BLOOM));
    }

    /**
     * Opens a file.
     *
     * @param length how long it has to be
     * @throws io.graft.api.persistence.CorruptStoreException if it is damaged
     */
    public static Segment open(Disk disk, String name, long length) throws IOException {
        DiskFile file = disk.openReadOnly(name);
        try {
            return new Segment(disk, name, length, file, Footer.read(file, disk.describe(name), length));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    /** The size of the file in bytes. */
    public long length() {
        return length;
    }

    public int events() {
        return footer.events();
    }

    public int readings() {
        return footer.readings();
    }

    /** The lowest origin of an event. */
    public long firstOrigin() {
        return footer.firstOrigin();
    }

    /** The highest origin of an event. */
    public long lastOrigin() {
        return footer.lastOrigin();
    }

    /** The events of some lists whose origins lie in a range, deleted ones included. The caller holds the segment. */
    public Marks select(long[] keys, TimeRange range) {
        Marks selected = Marks.NONE;
        for (long key : keys) {
            selected = selected.and(reader().select(key, range.start(), range.end()), events());
        }
        return selected;
    }

    /** Whether an event with this fingerprint may be here. */
    public boolean mayContain(long fingerprint) {
        return bloom.mayContain(fingerprint);
    }

    /** What reads this file for one query, in one thread. The caller holds the segment meanwhile. */
    public SegmentReader reader() {
        return new SegmentReader(this, Column.QUERY_WINDOW);
    }

    /** Keeps the file open until {@link #release}. Only while somebody else holds it. */
    public void retain() {
        holders.incrementAndGet();
    }

    public void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                file.close();
                if (unneeded) {
                    disk.delete(name);
                }
            } catch (IOException e) {
                LOG.warn("{} could not be closed and deleted; that is tried again at the next start", name, e);
            }
        }
    }

    /** Lets go of a file that no manifest names any more: it is deleted after its last reader. */
    public void discard() {
        unneeded = true;
        release();
    }

    boolean aligned() {
        return footer.aligned();
    }

    SortedColumn eventOrigins() {
        return eventOrigins;
    }

    SortedColumn readingOrigins() {
        return readingOrigins;
    }

    SortedColumn keys() {
        return keys;
    }

    SortedColumn fingerprints() {
        return fingerprints;
    }

    long firstOrigin(long key) {
        return ListKey.isReadings(key) ? footer.firstReadingOrigin() : footer.firstOrigin();
    }

    long lastOrigin(long key) {
        return ListKey.isReadings(key) ? footer.lastReadingOrigin() : footer.lastOrigin();
    }

    BlockFile blocks() {
        return blocks;
    }

    Column column(Section section, int window) {
        return new Column(blocks, footer.offsets()[section.place()], footer.lengths()[section.place()], window);
    }

    long offset(Section section) {
        return footer.offsets()[section.place()];
    }

    long length(Section section) {
        return footer.lengths()[section.place()];
    }

    int count(Section section, int width) {
        return (int) (footer.lengths()[section.place()] / width);
    }

    private long[] longs(Section section) {
        long[] values = new long[count(section, 8)];
        Column column = column(section, Column.MERGE_WINDOW);
        for (int i = 0; i < values.length; i++) {
            values[i] = column.getLong(i);
        }
        return values;
    }
}
