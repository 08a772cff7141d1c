package io.graft.log;

import io.graft.log.codec.Numbers;
import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads the groups of a file one by one, a block at a time. Not thread-safe. */
final class FrameReader {

    private static final int BLOCK = 256 << 10;

    private final CRC32C crc = new CRC32C();
    private DiskFile file;
    private long limit;
    private byte[] block = {};
    private long blockAt;
    private int blockLength;
    private long start;
    private long end;

    /**
     * Goes to a place of a file. Nothing beyond the limit is read; what was read of the same file before is not read
     * again.
     */
    void start(DiskFile newFile, long place, long newLimit) {
        if (newFile != file) {
            blockLength = 0;
        }
        file = newFile;
        limit = newLimit;
        start = place;
        end = place;
    }

    /** Goes to the group behind; false when there is no whole one up to the limit, the place stays the same then. */
    boolean next() throws IOException {
        if (limit - end <= GroupBuffer.HEADER) {
            return false;
        }
        require(end, GroupBuffer.HEADER);
        int length = Numbers.getInt(block, at(end) + GroupBuffer.LENGTH_AT);
        if (length <= 0 || length > limit - end - GroupBuffer.HEADER) {
            return false;
        }
        require(end, GroupBuffer.HEADER + length);
        int from = at(end);
        crc.reset();
        crc.update(block, from + GroupBuffer.LENGTH_AT, GroupBuffer.HEADER - GroupBuffer.LENGTH_AT + length);
        if (Numbers.getInt(block, from) != (int) crc.getValue()) {
            return false;
        }
        start = end;
        end = start + GroupBuffer.HEADER + length;
        return true;
    }

    /** Where the group begins. */
    long start() {
        return start;
    }

    /** Where it ends. */
    long end() {
        return end;
    }

    long epoch() {
        return Numbers.getLong(block, at(start) + GroupBuffer.EPOCH_AT);
    }

    long sequence() {
        return Numbers.getLong(block, at(start) + GroupBuffer.SEQUENCE_AT);
    }

    /** How many records it has. */
    int records() {
        return GroupBuffer.records(block, at(start) + GroupBuffer.HEADER, at(start) + (int) (end - start));
    }

    /** The array that holds its records, from {@link #recordsFrom()} on; valid until the next call. */
    byte[] bytes() {
        return block;
    }

    int recordsFrom() {
        return at(start) + GroupBuffer.HEADER;
    }

    /** Gives the memory back. */
    void clear() {
        file = null;
        block = new byte[0];
        blockLength = 0;
    }

    private int at(long place) {
        return (int) (place - blockAt);
    }

    private void require(long place, int length) throws IOException {
        if (place >= blockAt && place + length <= blockAt + blockLength) {
            return;
        }
        int wanted = (int) Math.max(length, Math.min(BLOCK, limit - place));
        if (wanted > block.length || (block.length > BLOCK && wanted <= BLOCK)) {
            block = new byte[Math.max(wanted, Math.min(BLOCK, 2 * wanted))];
        }
        blockLength = 0;
        file.read(place, ByteBuffer.wrap(block, 0, wanted));
        blockAt = place;
        blockLength = wanted;
    }
}
