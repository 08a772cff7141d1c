package io.graft.persistence.embedded.internal.events.segment;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.zip.CRC32C;

/** A file whose blocks are checked against their checksums when they are first read. Safe for any thread. */
final class BlockFile {

    private final DiskFile file;
    private final String path;
    private final long length;
    private final int[] checksums;
    private final AtomicIntegerArray checked;

    /** @param length of what the checksums cover */
    BlockFile(DiskFile file, String path, long length, int[] checksums) {
        this.file = file;
        this.path = path;
        this.length = length;
        this.checksums = checksums;
        this.checked = new AtomicIntegerArray((checksums.length + 31) / 32);
    }

    void read(long position, byte[] target, int offset, int count) {
        if (count == 0) {
            return;
        }
        if (position < 0 || count < 0 || position + count > length) {
            throw damaged("it refers to " + count + " bytes at " + position + ", beyond its end", null);
        }
        int last = (int) ((position + count - 1) / Footer.BLOCK);
        for (int block = (int) (position / Footer.BLOCK); block <= last; block++) {
            if ((checked.get(block >> 5) >>> block & 1) == 0) {
                check(block);
            }
        }
        readRaw(position, ByteBuffer.wrap(target, offset, count));
    }

    CorruptStoreException damaged(String how, Throwable cause) {
        return Footer.damaged(path, how, cause);
    }

    private void check(int block) {
        long start = (long) block * Footer.BLOCK;
        byte[] content = new byte[(int) Math.min(Footer.BLOCK, length - start)];
        readRaw(start, ByteBuffer.wrap(content));
        CRC32C crc = new CRC32C();
        crc.update(content, 0, content.length);
        if ((int) crc.getValue() != checksums[block]) {
            throw damaged("the checksum of its block at " + start + " is wrong", null);
        }
        checked.getAndUpdate(block >> 5, bits -> bits | 1 << block);
    }

    private void readRaw(long position, ByteBuffer target) {
        try {
            file.read(position, target);
        } catch (EOFException e) {
            throw damaged("it has become shorter", e);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Reason.UNREACHABLE,
                    "the event file " + path + " can't be read (" + e + "); check the disk",
                    e);
        }
    }
}
