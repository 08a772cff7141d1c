package io.graft.log;

import io.graft.log.codec.Numbers;
import io.graft.log.codec.Output;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The records of one group as they go to the log: a frame whose checksum covers everything after itself, so that a
 * group that was cut short is recognised as a whole. Used by the log's thread only.
 *
 * <pre>crc32c 4 | length of the records 4 | epoch 8 | sequence 8 | (length 4 | record)*</pre>
 */
public final class GroupBuffer {

    static final int HEADER = 24;
    static final int LENGTH_AT = 4;
    static final int EPOCH_AT = 8;
    static final int SEQUENCE_AT = 16;
    static final int RECORD_HEADER = 4;

    private static final int KEPT = 1 << 20;

    private byte[] bytes = new byte[KEPT / 16];
    private int end = HEADER;

    /** Adds a record. */
    public void add(byte[] record) {
        add(record, 0, record.length);
    }

    /** Adds a part of an array as a record. */
    public void add(byte[] source, int from, int length) {
        reserve(RECORD_HEADER + length);
        Numbers.putInt(bytes, end, length);
        System.arraycopy(source, from, bytes, end + RECORD_HEADER, length);
        end += RECORD_HEADER + length;
    }

    /** Adds a record. */
    public void add(Output record) {
        int length = record.size();
        reserve(RECORD_HEADER + length);
        Numbers.putInt(bytes, end, length);
        record.copyTo(bytes, end + RECORD_HEADER);
        end += RECORD_HEADER + length;
    }

    /** How many bytes the records take so far. */
    public int length() {
        return end - HEADER;
    }

    /** Whether no record was added. */
    public boolean isEmpty() {
        return end == HEADER;
    }

    /** How many records there are. */
    int records() {
        return records(bytes, HEADER, end);
    }

    /** How many records a part of an array holds. */
    static int records(byte[] bytes, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at += RECORD_HEADER + Numbers.getInt(bytes, at)) {
            count++;
        }
        return count;
    }

    /** Forgets what was added after {@link #length()} had this value. */
    void cut(int length) {
        end = HEADER + length;
    }

    /** Forgets all. */
    void clear() {
        end = HEADER;
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT / 16];
        }
    }

    /** How many bytes the group takes in the log. */
    public int frameLength() {
        return end;
    }

    ByteBuffer frame(long epoch, long sequence) {
        ByteBuffer frame = ByteBuffer.wrap(bytes, 0, end);
        frame.putInt(LENGTH_AT, length()).putLong(EPOCH_AT, epoch).putLong(SEQUENCE_AT, sequence);
        CRC32C crc = new CRC32C();
        crc.update(bytes, LENGTH_AT, end - LENGTH_AT);
        return frame.putInt(0, (int) crc.getValue());
    }

    private void reserve(int more) {
        int needed = Math.addExact(end, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(2 * bytes.length, KEPT)));
        }
    }
}
