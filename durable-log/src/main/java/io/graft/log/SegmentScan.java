package io.graft.log;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/** What one file of a log holds: the groups from its start that follow each other without a gap. */
final class SegmentScan {

    private final String file;
    private final ByteBuffer content;
    private long firstSequence;
    private long lastSequence;
    private long firstEpoch;
    private long lastEpoch;
    private int end = LogSegment.HEADER;

    /** Takes the content of a file whose header has been checked. */
    SegmentScan(String file, ByteBuffer content) {
        this.file = file;
        this.content = content;
        while (isFrame(end) && (isEmpty() || (sequence(end) == lastSequence + 1 && !older(epoch(end), lastEpoch)))) {
            if (isEmpty()) {
                firstSequence = sequence(end);
                firstEpoch = epoch(end);
            }
            lastSequence = sequence(end);
            lastEpoch = epoch(end);
            end += GroupBuffer.HEADER + length(end);
        }
    }

    String file() {
        return file;
    }

    boolean isEmpty() {
        return end == LogSegment.HEADER;
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    long firstEpoch() {
        return firstEpoch;
    }

    long lastEpoch() {
        return lastEpoch;
    }

    int end() {
        return end;
    }

    /** Adds the epochs of the groups to a set. */
    void addEpochs(Set<Long> epochs) {
        for (int position = LogSegment.HEADER; position < end; position += GroupBuffer.HEADER + length(position)) {
            epochs.add(epoch(position));
        }
    }

    /** Drops the groups from this number on. */
    void cutAt(long sequence) {
        int position = LogSegment.HEADER;
        while (position < end && sequence(position) < sequence) {
            position += GroupBuffer.HEADER + length(position);
        }
        end = position;
        lastSequence = Math.min(lastSequence, sequence - 1);
    }

    /** Hands over the records of the groups after a number. */
    void replay(long after, Replay replay) {
        int position = LogSegment.HEADER;
        while (position < end) {
            int frameEnd = position + GroupBuffer.HEADER + length(position);
            if (sequence(position) > after) {
                int record = position + GroupBuffer.HEADER;
                while (record < frameEnd) {
                    int length = content.getInt(record);
                    record += GroupBuffer.RECORD_HEADER;
                    replay.record(sequence(position), content.slice(record, length));
                    record += length;
                }
            }
            position = frameEnd;
        }
    }

    /** Whether a group with this number was begun at the end, but is not whole; and how long it was to be. */
    OptionalLong tornTail(long sequence) {
        return end + GroupBuffer.HEADER <= content.limit()
                        && sequence(end) == sequence
                        && length(end) > 0
                        && !isFrame(end)
                ? OptionalLong.of(GroupBuffer.HEADER + Integer.toUnsignedLong(length(end)))
                : OptionalLong.empty();
    }

    /** The number of a whole group behind the end that is newer than the given one, if there is any. */
    OptionalLong newerBehindEnd(long sequence, LongPredicate knownEpoch) {
        for (int position = end; position + GroupBuffer.HEADER < content.limit(); position++) {
            long ahead = sequence(position) - sequence;
            if (ahead > 0 && ahead <= content.limit() && knownEpoch.test(epoch(position)) && isFrame(position)) {
                return OptionalLong.of(sequence(position));
            }
        }
        return OptionalLong.empty();
    }

    private boolean isFrame(int position) {
        int room = content.limit() - position - GroupBuffer.HEADER;
        if (room <= 0) {
            return false;
        }
        int length = length(position);
        if (length <= 0 || length > room) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(
                content.slice(position + GroupBuffer.LENGTH_AT, GroupBuffer.HEADER - GroupBuffer.LENGTH_AT + length));
        return content.getInt(position) == (int) crc.getValue();
    }

    private int length(int position) {
        return content.getInt(position + GroupBuffer.LENGTH_AT);
    }

    private long epoch(int position) {
        return content.getLong(position + GroupBuffer.EPOCH_AT);
    }

    private long sequence(int position) {
        return content.getLong(position + GroupBuffer.SEQUENCE_AT);
    }

    static boolean older(long epoch, long other) {
        return epoch >>> 32 < other >>> 32;
    }
}
