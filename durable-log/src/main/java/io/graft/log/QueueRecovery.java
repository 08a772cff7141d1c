package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.QueueCursor.Place;
import io.graft.log.codec.Numbers;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the files of a queue hold together. Only the last file is gone through: since a group is forced before the next
 * is written, no other can be cut short, and what is in them is checked when it is read. Changes nothing.
 */
final class QueueRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(QueueRecovery.class);
    private static final int BLOCK = 256 << 10;

    private final Disk disk;
    private final String queue;
    private final Place cursor;
    private final List<QueueSegment> segments;
    private final List<QueueSegment> released;
    private long lastPosition;
    private long end;
    private int lastCounter;

    private QueueRecovery(Disk disk, String queue, Place cursor, List<QueueSegment> all) throws IOException {
        this.disk = disk;
        this.queue = queue;
        this.cursor = cursor;
        int from = 0;
        while (from + 1 < all.size() && all.get(from + 1).first() <= cursor.position() + 1) {
            from++;
        }
        this.released = new ArrayList<>(all.subList(0, from));
        this.segments = new ArrayList<>(all.subList(from, all.size()));
        this.lastPosition = cursor.position();
        this.end = cursor.offset();
        if (!segments.isEmpty()) {
            checkChain();
            readLast();
        }
    }

    static QueueRecovery read(Disk disk, String queue, Optional<Place> cursor) throws IOException {
        List<QueueSegment> all = new ArrayList<>();
        for (String file : disk.list()) {
            if (QueueSegment.isFileOf(queue, file)) {
                all.add(QueueSegment.read(disk, file));
            }
        }
        all.sort(Comparator.comparingLong(QueueSegment::first));
        Place start = cursor.orElseGet(() -> all.isEmpty()
                ? new Place(0, 0)
                : new Place(all.get(0).first() - 1, all.get(0).base()));
        return new QueueRecovery(disk, queue, start, all);
    }

    /** The files that are needed, the oldest first. */
    List<QueueSegment> segments() {
        return segments;
    }

    /** The files that are not needed any more. */
    List<QueueSegment> released() {
        return released;
    }

    Place cursor() {
        return cursor;
    }

    long lastPosition() {
        return lastPosition;
    }

    /** The offset behind the last whole group. */
    long end() {
        return end;
    }

    /** The upper half of the last group's epoch. */
    int lastCounter() {
        return lastCounter;
    }

    private void checkChain() throws IOException {
        QueueSegment head = segments.get(0);
        if (head.first() > cursor.position() + 1 || head.base() > cursor.offset()) {
            throw damaged(head, QueueSegment.HEADER, "record " + (cursor.position() + 1) + " is missing before it");
        }
        for (int i = 0; i + 1 < segments.size(); i++) {
            QueueSegment segment = segments.get(i);
            QueueSegment next = segments.get(i + 1);
            if (next.base() < end) {
                throw damaged(next, QueueSegment.HEADER, "it does not follow " + segment.file());
            }
            long size = size(segment);
            if (size < segment.place(next.base())) {
                throw damaged(segment, size, "it ends before " + segment.place(next.base()));
            }
        }
    }

    private long size(QueueSegment segment) throws IOException {
        try (DiskFile file = disk.openReadOnly(segment.file())) {
            return file.size();
        }
    }

    private void readLast() throws IOException {
        QueueSegment last = segments.get(segments.size() - 1);
        boolean isHead = segments.size() == 1;
        if (!isHead) {
            lastPosition = last.first() - 1;
            end = last.base();
        }
        try (DiskFile file = disk.openReadOnly(last.file())) {
            FrameReader reader = new FrameReader();
            reader.start(file, last.place(end), file.size());
            boolean first = isHead;
            while (reader.next() && follows(reader, last, first)) {
                lastPosition = reader.sequence();
                lastCounter = counter(reader.epoch());
                end = last.offset(reader.end());
                first = false;
            }
            long place = last.place(end);
            OptionalLong newer = newerBehind(file, place, last);
            if (newer.isPresent()) {
                throw damaged(
                        last,
                        place,
                        "record " + (lastPosition + 1) + " is missing, but record " + newer.getAsLong() + " is there");
            }
            warnOfTornTail(file, place, last);
        }
    }

    /** The group at the cursor may begin with records that are released. */
    private boolean follows(FrameReader reader, QueueSegment segment, boolean atCursor) {
        long before = reader.sequence() - reader.records();
        return (int) reader.epoch() == segment.key()
                && counter(reader.epoch()) >= lastCounter
                && reader.sequence() > lastPosition
                && (atCursor ? before <= lastPosition : before == lastPosition);
    }

    /** The position of a whole group behind the end that is newer, if there is any. */
    private OptionalLong newerBehind(DiskFile file, long from, QueueSegment segment) throws IOException {
        long size = file.size();
        FrameReader candidate = new FrameReader();
        byte[] block = new byte[(int) Math.max(0, Math.min(BLOCK, size - from))];
        for (long at = from; size - at > GroupBuffer.HEADER; at += block.length - GroupBuffer.HEADER) {
            int length = (int) Math.min(block.length, size - at);
            file.read(at, ByteBuffer.wrap(block, 0, length));
            for (int i = 0; i < length - GroupBuffer.HEADER; i++) {
                long epoch = Numbers.getLong(block, i + GroupBuffer.EPOCH_AT);
                long sequence = Numbers.getLong(block, i + GroupBuffer.SEQUENCE_AT);
                if ((int) epoch == segment.key() && counter(epoch) >= lastCounter && sequence > lastPosition) {
                    candidate.start(file, at + i, size);
                    if (candidate.next()) {
                        return OptionalLong.of(sequence);
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private void warnOfTornTail(DiskFile file, long place, QueueSegment segment) throws IOException {
        if (file.size() - place < GroupBuffer.HEADER) {
            return;
        }
        ByteBuffer header = ByteBuffer.allocate(GroupBuffer.HEADER);
        file.read(place, header);
        int length = header.getInt(GroupBuffer.LENGTH_AT);
        if (length > 0 && (int) header.getLong(GroupBuffer.EPOCH_AT) == segment.key()) {
            LOG.warn(
                    "{}: the last group was cut short at offset {} and is dropped ({} bytes); it was not acknowledged",
                    disk.describe(segment.file()),
                    place,
                    length + GroupBuffer.HEADER);
        }
    }

    private CorruptStoreException damaged(QueueSegment segment, long place, String what) {
        return damaged(disk, queue, segment, place, what, segment.equals(segments.get(segments.size() - 1)));
    }

    static CorruptStoreException damaged(
            Disk disk, String queue, QueueSegment segment, long place, String what, boolean isLast) {
        return new CorruptStoreException(disk.describe(segment.file()) + " is damaged at offset " + place + ": " + what
                + ". Nothing was changed; restore the file from a backup, or move it "
                + (isLast ? "" : "and the older ones and " + queue + ".cursor ")
                + "away to go on without what is in it");
    }

    private static int counter(long epoch) {
        return (int) (epoch >>> 32);
    }
}
