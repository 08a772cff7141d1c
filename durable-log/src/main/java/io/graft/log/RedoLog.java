package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A write-ahead log in two preallocated files that are used in turn. Groups are numbered without a gap; each is written
 * and forced before the next. A file is used again once {@link #checkpointed} says that nothing in it is needed, so what
 * stands behind the newest group is older groups, or nothing.
 *
 * <p>The epoch grows with each opening and after each failed write: of two groups with one number the later epoch's
 * counts. Its lower half is random, so that no client can send bytes that pass for a group.
 *
 * <p>Used by one thread, but for {@link #checkpointed}.
 */
public final class RedoLog implements CommitLog {

    private static final Logger LOG = LoggerFactory.getLogger(RedoLog.class);
    private static final int MEBIBYTE = 1 << 20;

    private final long segmentBytes;
    private final LogSegment[] segments;
    private final String path;
    private LogSegment active;
    private long epoch;
    private long lastSequence;
    private volatile long released;

    private RedoLog(
            LogSegment[] segments, LogSegment active, long segmentBytes, long epoch, long lastSequence, String path) {
        this.segments = segments;
        this.active = active;
        this.segmentBytes = segmentBytes;
        this.epoch = epoch;
        this.lastSequence = lastSequence;
        this.path = path;
    }

    /**
     * Opens the log, creates it if need be, and hands over what it holds beyond the last checkpoint.
     *
     * @param disk where its two files are
     * @param name what their names begin with
     * @param segmentBytes the size of each; a group that is larger makes one grow for a while
     * @param covered the number of the last group that the store's checkpoint holds; 0 for none
     * @param replay gets the records of the later groups
     * @throws CorruptStoreException if a group is missing that must be there, or a file is not one of this log; nothing
     *     is changed
     */
    public static RedoLog open(Disk disk, String name, int segmentBytes, long covered, Replay replay)
            throws IOException {
        String[] names = {name + "-0.log", name + "-1.log"};
        LogRecovery recovery = LogRecovery.read(disk, List.of(names), covered);
        recovery.replay(replay);
        recovery.tornTail()
                .ifPresent(tail -> LOG.warn(
                        "{}: the last group was cut short at offset {} and is dropped ({} bytes); it was not acknowledged",
                        disk.describe(tail.file()),
                        tail.offset(),
                        tail.bytes()));
        LogSegment[] segments = new LogSegment[names.length];
        LogSegment active = null;
        try {
            for (int i = 0; i < names.length; i++) {
                segments[i] = LogSegment.open(disk, names[i], segmentBytes, recovery.end(names[i]));
                if (names[i].equals(recovery.newest())) {
                    active = segments[i];
                }
            }
        } catch (IOException e) {
            for (LogSegment segment : segments) {
                if (segment != null) {
                    segment.close();
                }
            }
            throw e;
        }
        RedoLog log = new RedoLog(
                segments,
                active == null ? segments[0] : active,
                segmentBytes,
                nextEpoch(recovery.epoch()),
                recovery.lastSequence(),
                disk.describe(name + "-*.log"));
        log.released = covered;
        return log;
    }

    @Override
    public long lastSequence() {
        return lastSequence;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void checkpointed(long sequence) {
        released = sequence;
    }

    @Override
    public boolean fits(GroupBuffer group) {
        return active.room() >= group.frameLength();
    }

    @Override
    public boolean canRoll() {
        return other().lastSequence() <= released;
    }

    @Override
    public void roll(GroupBuffer group) throws IOException {
        long needed = LogSegment.HEADER + (long) group.frameLength();
        long size = needed <= segmentBytes ? segmentBytes : (needed + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE;
        LogSegment next = other();
        next.restart(size, segmentBytes);
        active = next;
    }

    @Override
    public long append(GroupBuffer group) throws IOException {
        long sequence = lastSequence + 1;
        try {
            active.append(group.frame(epoch, sequence), sequence);
        } catch (IOException e) {
            epoch = nextEpoch(epoch);
            throw e;
        }
        lastSequence = sequence;
        return sequence;
    }

    @Override
    public void close() throws IOException {
        try {
            segments[0].close();
        } finally {
            segments[1].close();
        }
    }

    private LogSegment other() {
        return active == segments[0] ? segments[1] : segments[0];
    }

    private static long nextEpoch(long epoch) {
        return ((epoch >>> 32) + 1) << 32 | Integer.toUnsignedLong(new SecureRandom().nextInt());
    }
}
