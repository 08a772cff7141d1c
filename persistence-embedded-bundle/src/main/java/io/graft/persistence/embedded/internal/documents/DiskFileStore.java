package io.graft.persistence.embedded.internal.documents;

import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * Lets MVStore work on a {@link DiskFile}. The file may be longer than what MVStore has written: it is grown ahead of a
 * commit, because MVStore closes itself for good when a write fails.
 *
 * <p>MVStore has no checksum of what is in its pages. Since it only ever appends here, but for the header in the first
 * two blocks, one checksum of all that follows the header can be kept, and is compared when the file is opened.
 */
final class DiskFileStore extends RandomAccessStore {

    private static final int CACHE_MEBIBYTES = 4;

    private static final int HEADER = 2 * 4096;
    private static final int PIECE = 64 << 10;

    private final DiskFile file;
    private final CRC32C checksum = new CRC32C();
    private long checked = HEADER;

    /** Takes over a file that holds this many bytes of MVStore's, and reads them once. */
    DiskFileStore(DiskFile file, long size) throws IOException {
        super(new HashMap<>(Map.of("cacheSize", CACHE_MEBIBYTES, "autoCompactFillRate", 0)));
        this.file = file;
        init(file.name(), false);
        saveChunkLock.lock();
        try {
            setSize(size);
        } finally {
            saveChunkLock.unlock();
        }
        setReuseSpace(false);
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        while (checked < size) {
            file.read(checked, piece.clear().limit((int) Math.min(PIECE, size - checked)));
            check(checked, piece.flip());
        }
    }

    /** The checksum of everything behind the header. */
    long checksum() {
        return checksum.getValue();
    }

    private void check(long position, ByteBuffer content) {
        int length = content.remaining();
        checksum.update(content);
        checked = position + length;
    }

    /** Makes room for this many bytes more, or fails and changes nothing. */
    void reserve(long bytes) throws IOException {
        if (file.size() < size() + bytes) {
            file.preallocate(size() + bytes);
        }
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        try {
            file.read(position, target);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_READING_FAILED, "Could not read " + length + " bytes at " + position, e);
        }
        return target.flip();
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
        if (position >= HEADER) {
            if (position != checked) {
                throw DataUtils.newMVStoreException(
                        DataUtils.ERROR_INTERNAL,
                        "{0} is written at {1}, but ends at {2}",
                        file.name(),
                        position,
                        checked);
            }
            check(position, source.duplicate());
        }
        setSize(Math.max(size(), position + source.remaining()));
        try {
            file.write(position, source);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "Could not write at " + position, e);
        }
    }

    @Override
    public void sync() {
        try {
            file.force();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "Could not force", e);
        }
    }

    /** Never cuts: what a fence names stays. */
    @Override
    protected void truncate(long size) {
        throw DataUtils.newUnsupportedOperationException("truncate");
    }

    @Override
    protected void shrinkStoreIfPossible(int minPercent) {
        // see truncate
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, "Could not close", e);
        } finally {
            super.close();
        }
    }

    @Override
    public void open(String fileName, boolean readOnly, char[] encryptionKey) {
        throw DataUtils.newUnsupportedOperationException("open");
    }

    @Override
    public FileStore<SFChunk> open(String fileName, boolean readOnly) {
        throw DataUtils.newUnsupportedOperationException("open");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw DataUtils.newUnsupportedOperationException("backup");
    }

    private MVStoreException failed(int code, String what, IOException cause) {
        return DataUtils.newMVStoreException(code, "{0} of {1}: {2}", what, file.name(), cause.getMessage(), cause);
    }
}
