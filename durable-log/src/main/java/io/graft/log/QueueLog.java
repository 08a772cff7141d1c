package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.QueueCursor.Place;
import io.graft.log.codec.Numbers;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue on disk: a {@link GroupCommit} appends groups of records, somebody else reads the oldest records and releases
 * them. The groups stand in preallocated files that are made when they are needed and deleted when all that they hold is
 * released; up to where that is stands in a cursor file. A queue in which nothing waits has one file at most, and none
 * after {@link #idle}.
 *
 * <p>The number of a group is the position of its last record. Positions begin with 1, grow by one per record and
 * survive everything. An offset is a number of bytes since the first group that ever was.
 *
 * <p>{@link #read} and {@link #release} exclude each other; the methods of {@link CommitLog} are for one thread, all
 * others may be called by any.
 */
public final class QueueLog implements CommitLog {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLog.class);
    private static final int MEBIBYTE = 1 << 20;

    private final Disk disk;
    private final String name;
    private final QueueCursor cursor;
    private final QueueState state;
    private final SecureRandom random = new SecureRandom();

    /** Held while the oldest records are read, released or taken away. */
    private final Object reading = new Object();

    private final FrameReader reader = new FrameReader();
    private DiskFile headFile;
    private Place passed;

    private volatile long segmentBytes;
    private DiskFile activeFile;
    private QueueSegment active;
    private long room;
    private int counter;

    private QueueLog(Disk disk, String name, QueueCursor cursor, QueueRecovery found, long segmentBytes) {
        this.disk = disk;
        this.name = name;
        this.cursor = cursor;
        this.segmentBytes = segmentBytes;
        this.state = new QueueState(found);
        this.counter = found.lastCounter() + 1;
    }

    /** Takes the oldest records. */
    public interface Taker {

        /**
         * A record; its bytes are valid during the call only.
         *
         * @return false if it is not taken: then no further one is offered
         */
        boolean take(long position, byte[] bytes, int from, int length);
    }

    /**
     * Opens the queue. No file is made before there is something to keep.
     *
     * @param name what the names of its files begin with
     * @param segmentBytes the size of the files it makes; a group that is larger gets a larger one
     * @throws io.graft.api.persistence.CorruptStoreException if records are missing that must be there, or a file is not
     *     one of a queue; nothing is changed
     */
    public static QueueLog open(Disk disk, String name, long segmentBytes) throws IOException {
        QueueCursor cursor = QueueCursor.open(disk, name);
        QueueRecovery found = QueueRecovery.read(disk, name, cursor.place());
        QueueLog log = new QueueLog(disk, name, cursor, found, segmentBytes);
        try {
            log.start(found);
        } catch (IOException e) {
            log.close();
            throw e;
        }
        return log;
    }

    /** Changes the size of the files that are made from now on. */
    public void segmentBytes(long bytes) {
        segmentBytes = bytes;
    }

    /** The position of the last durable record; 0 if there never was any. */
    @Override
    public long lastSequence() {
        return state.lastPosition();
    }

    /** Up to which position records are released. */
    public long releasedPosition() {
        return state.head().position();
    }

    /** How many bytes the groups take that are not released as a whole. */
    public long bytes() {
        return state.bytes();
    }

    @Override
    public String path() {
        return disk.describe(name + "-*.log");
    }

    @Override
    public boolean fits(GroupBuffer group) {
        return activeFile != null && room >= group.frameLength();
    }

    @Override
    public boolean canRoll() {
        return true;
    }

    @Override
    public void roll(GroupBuffer group) throws IOException {
        cursor.create(state.head());
        long needed = QueueSegment.HEADER + (long) group.frameLength();
        long size = needed <= segmentBytes ? segmentBytes : (needed + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
        QueueSegment next = QueueSegment.create(disk, name, newKey(), state.lastPosition() + 1, state.end(), size);
        closeActive();
        state.add(next);
        continueIn(next);
        counter = 1;
    }

    @Override
    public long append(GroupBuffer group) throws IOException {
        long sequence = state.lastPosition() + group.records();
        long place = active.place(state.end());
        try {
            activeFile.write(place, group.frame((long) counter << 32 | Integer.toUnsignedLong(active.key()), sequence));
            activeFile.force();
        } catch (IOException e) {
            counter++;
            throw e;
        }
        room -= group.frameLength();
        state.appended(group.frameLength(), sequence);
        return sequence;
    }

    /** Does nothing: what is not needed any more is said by {@link #release}. */
    @Override
    public void checkpointed(long sequence) {}

    /** Without a record that waits, no file is needed but the cursor's. */
    @Override
    public void idle() throws IOException {
        synchronized (reading) {
            if (bytes() > 0) {
                return;
            }
            closeActive();
            closeHead();
            cursor.close();
            reader.clear();
            for (QueueSegment segment : state.segments()) {
                disk.delete(segment.file());
                state.remove(segment);
            }
        }
    }

    /**
     * Offers the oldest records that are not released, in order, the same again until they are released.
     *
     * @throws io.graft.api.persistence.CorruptStoreException if the oldest record can't be read back; in front of a
     *     later one that can't, the records end
     */
    public void read(Taker taker) throws IOException {
        synchronized (reading) {
            Place oldest = state.head();
            Place place = oldest;
            boolean more = true;
            while (more && place.offset() < state.end()) {
                QueueSegment segment = state.segmentAt(place.offset());
                long limit = state.limit(segment);
                openAt(segment, place, limit);
                while (more && place.offset() < limit) {
                    long expected = place.position() + 1;
                    if (nextGroup(expected, segment)) {
                        place = take(segment, expected, taker);
                        more = place.offset() == segment.offset(reader.end());
                    } else if (place.equals(oldest)) {
                        throw damaged(segment, expected);
                    } else {
                        more = false;
                    }
                }
            }
            passed = place;
        }
    }

    /**
     * Everything up to and including a position is done, durably on return. Before an exception it may be done or not.
     *
     * @throws IllegalArgumentException if there is no such record yet
     */
    public void release(long position) throws IOException {
        if (position > lastSequence()) {
            throw new IllegalArgumentException(
                    "record " + position + " can't be released; the last one is " + lastSequence());
        }
        synchronized (reading) {
            if (position <= releasedPosition()) {
                return;
            }
            Place next = passed != null && passed.position() == position ? passed : find(position);
            cursor.write(next);
            state.released(next);
            deleteReleased();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (reading) {
            try (cursor) {
                closeActive();
            } finally {
                closeHead();
            }
        }
    }

    /** Clears up what an end at any moment may have left, and makes durable what was read. */
    private void start(QueueRecovery found) throws IOException {
        for (String file : disk.list()) {
            if (file.startsWith(name) && file.endsWith(".tmp")) {
                disk.delete(file);
            }
        }
        for (QueueSegment segment : found.released()) {
            disk.delete(segment.file());
        }
        cursor.force();
        if (bytes() == 0) {
            idle();
        } else {
            continueIn(found.segments().get(found.segments().size() - 1));
            activeFile.force();
        }
    }

    private Place take(QueueSegment segment, long expected, Taker taker) {
        byte[] bytes = reader.bytes();
        int at = reader.recordsFrom();
        int stop = at + (int) (reader.end() - reader.start()) - GroupBuffer.HEADER;
        long position = reader.sequence() - reader.records();
        while (at < stop) {
            int length = Numbers.getInt(bytes, at);
            at += GroupBuffer.RECORD_HEADER;
            if (position + 1 >= expected && !taker.take(position + 1, bytes, at, length)) {
                return new Place(position, segment.offset(reader.start()));
            }
            position++;
            at += length;
        }
        return new Place(position, segment.offset(reader.end()));
    }

    private Place find(long position) throws IOException {
        Place place = state.head();
        QueueSegment segment = state.segmentOf(position);
        if (segment.base() > place.offset()) {
            place = new Place(segment.first() - 1, segment.base());
        }
        long limit = state.limit(segment);
        openAt(segment, place, limit);
        while (place.offset() < limit) {
            if (!nextGroup(place.position() + 1, segment)) {
                throw damaged(segment, place.position() + 1);
            }
            if (reader.sequence() > position) {
                break;
            }
            place = new Place(reader.sequence(), segment.offset(reader.end()));
        }
        return new Place(position, place.offset());
    }

    /** Whether the group that comes next is whole and holds a record. */
    private boolean nextGroup(long position, QueueSegment segment) throws IOException {
        return reader.next()
                && (int) reader.epoch() == segment.key()
                && reader.sequence() >= position
                && reader.sequence() - reader.records() < position;
    }

    private CorruptStoreException damaged(QueueSegment segment, long position) {
        return QueueRecovery.damaged(
                disk, name, segment, reader.end(), "record " + position + " can't be read", state.isLast(segment));
    }

    private void openAt(QueueSegment segment, Place place, long limit) throws IOException {
        if (headFile == null || !headFile.name().equals(segment.file())) {
            closeHead();
            headFile = disk.openReadOnly(segment.file());
        }
        reader.start(headFile, segment.place(place.offset()), segment.place(limit));
    }

    private void deleteReleased() throws IOException {
        for (QueueSegment segment : state.done()) {
            if (headFile != null && headFile.name().equals(segment.file())) {
                closeHead();
            }
            try {
                disk.delete(segment.file());
                state.remove(segment);
            } catch (IOException e) {
                LOG.warn(
                        "{} is not needed any more, but can't be deleted; it is tried again later",
                        disk.describe(segment.file()),
                        e);
            }
        }
    }

    private void continueIn(QueueSegment segment) throws IOException {
        activeFile = disk.open(segment.file());
        active = segment;
        room = activeFile.size() - segment.place(state.end());
    }

    private int newKey() {
        int key = 0;
        while (key == 0) {
            key = random.nextInt();
        }
        return key;
    }

    private void closeActive() throws IOException {
        if (activeFile != null) {
            activeFile.close();
            activeFile = null;
        }
    }

    private void closeHead() throws IOException {
        if (headFile != null) {
            headFile.close();
            headFile = null;
        }
    }
}
