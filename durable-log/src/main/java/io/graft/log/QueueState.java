package io.graft.log;

import io.graft.log.QueueCursor.Place;
import java.util.ArrayList;
import java.util.List;

/** What the writing and the reading side of a {@link QueueLog} share. Safe for any thread; nothing takes longer. */
final class QueueState {

    private final List<QueueSegment> segments;
    private Place head;
    private long end;
    private long lastPosition;

    QueueState(QueueRecovery found) {
        this.segments = new ArrayList<>(found.segments());
        this.head = found.cursor();
        this.end = found.end();
        this.lastPosition = found.lastPosition();
    }

    /** Up to where is released. */
    synchronized Place head() {
        return head;
    }

    /** The offset behind the last durable group. */
    synchronized long end() {
        return end;
    }

    /** The position of the last durable record. */
    synchronized long lastPosition() {
        return lastPosition;
    }

    synchronized long bytes() {
        return end - head.offset();
    }

    synchronized void appended(long bytes, long position) {
        end += bytes;
        lastPosition = position;
    }

    synchronized void released(Place next) {
        head = next;
    }

    /** The files, the oldest first. */
    synchronized List<QueueSegment> segments() {
        return List.copyOf(segments);
    }

    /** Goes on in another file, which may have the name of one in which nothing was written. */
    synchronized void add(QueueSegment segment) {
        segments.removeIf(other -> other.first() == segment.first());
        segments.add(segment);
    }

    synchronized void remove(QueueSegment segment) {
        segments.remove(segment);
    }

    synchronized boolean isLast(QueueSegment segment) {
        return segments.indexOf(segment) == segments.size() - 1;
    }

    /** The files but the last that hold nothing any more. */
    synchronized List<QueueSegment> done() {
        List<QueueSegment> done = new ArrayList<>();
        for (int i = 0; i + 1 < segments.size() && segments.get(i + 1).base() <= head.offset(); i++) {
            done.add(segments.get(i));
        }
        return done;
    }

    /** The file in which the group at an offset is; the offset is not behind everything. */
    synchronized QueueSegment segmentAt(long offset) {
        QueueSegment found = segments.get(0);
        for (QueueSegment segment : segments) {
            if (segment.base() <= offset) {
                found = segment;
            }
        }
        return found;
    }

    /** The file in which a record is. */
    synchronized QueueSegment segmentOf(long position) {
        QueueSegment found = segments.get(0);
        for (QueueSegment segment : segments) {
            if (segment.first() <= position) {
                found = segment;
            }
        }
        return found;
    }

    /** The offset behind the last durable group of a file. */
    synchronized long limit(QueueSegment segment) {
        int next = segments.indexOf(segment) + 1;
        return next == segments.size() ? end : segments.get(next).base();
    }
}
