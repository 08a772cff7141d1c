package io.graft.persistence.embedded.internal.documents;

import io.graft.persistence.embedded.internal.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * Lets MVStore work on a {@link DiskFile}. The file may be longer than what MVStore has written: it is grown ahead of a
 * commit, because MVStore closes itself for good when a write fails.
 */
final class DiskFileStore extends RandomAccessStore {

    private static final int CACHE_MEBIBYTES = 4;

    private final DiskFile file;

    /** Takes over a file that holds this many bytes of MVStore's. */
    DiskFileStore(DiskFile file, long size) {
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
