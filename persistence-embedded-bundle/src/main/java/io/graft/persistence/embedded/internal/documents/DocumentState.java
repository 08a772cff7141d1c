package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFullException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents' file and its fence. Readers see whole groups of changes: they share a lock that a change of the file
 * has for itself. A checkpoint keeps changes away, but not readers.
 *
 * <p>MVStore closes itself when a write fails; so the changes since the last checkpoint are kept, and made again after
 * the file was opened anew.
 */
final class DocumentState implements Closeable {

    static final long REWRITE_LENGTH = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DocumentState.class);
    private static final int REWRITE_GROWTH = 4;
    private static final long MOST_UNSAVED = 8L << 20;

    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantReadWriteLock reading = new ReentrantReadWriteLock();
    private final List<byte[]> sinceCheckpoint = new ArrayList<>();
    private final Disk disk;
    private final Fence fence;
    private final long rewriteLength;
    private DocumentFile file;
    private long sequence;
    private boolean incomplete;
    private volatile boolean closed;
    private boolean released;

    private DocumentState(Disk disk, Fence fence, DocumentFile file, long rewriteLength) {
        this.disk = disk;
        this.rewriteLength = rewriteLength;
        this.fence = fence;
        this.file = file;
        this.sequence = fence.mark().sequence();
    }

    /**
     * Opens the file.
     *
     * @param rewriteLength how long it may become, beyond four times what it was when it was last written anew
     */
    static DocumentState open(Disk disk, long rewriteLength) throws IOException {
        Fence fence = Fence.open(disk, "documents.fence");
        try {
            DocumentFile file = openFile(disk, fence.mark());
            for (String name : disk.list()) {
                if (name.startsWith("documents-") && name.endsWith(".mv") && !name.equals(file.name())) {
                    disk.delete(name);
                }
            }
            return new DocumentState(disk, fence, file, rewriteLength);
        } catch (IOException | RuntimeException e) {
            fence.close();
            throw e;
        }
    }

    private static DocumentFile openFile(Disk disk, Fence.Mark mark) throws IOException {
        return mark.file() == 0 ? DocumentFile.create(disk, 1) : DocumentFile.open(disk, mark);
    }

    /** The last group of changes that the file has durably. */
    long checkpointed() {
        return fence.mark().sequence();
    }

    long bytesOnDisk() {
        return fence.mark().length();
    }

    /** Looks at the documents; nothing changes meanwhile. */
    <R> R read(Function<DocumentFile, R> question) {
        reading.readLock().lock();
        try {
            if (closed) {
                throw new StoreUnavailableException(Reason.CLOSED, "the store is closed");
            }
            return question.apply(file);
        } catch (MVStoreException e) {
            throw explained(e);
        } finally {
            reading.readLock().unlock();
        }
    }

    /** Makes a change that the log had when the store was opened. */
    void replay(long group, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        apply(group, List.of(copy));
    }

    /**
     * Makes the changes of a group, which the log has.
     *
     * @return whether so much was changed since the last checkpoint that another would free memory
     */
    boolean apply(long group, List<byte[]> records) {
        changing.lock();
        reading.writeLock().lock();
        try {
            incomplete = true;
            for (byte[] bytes : records) {
                sinceCheckpoint.add(bytes);
                ChangeRecord.apply(ByteBuffer.wrap(bytes), file);
            }
            sequence = group;
            incomplete = false;
            return file.unsavedBytes() > MOST_UNSAVED;
        } finally {
            reading.writeLock().unlock();
            changing.unlock();
        }
    }

    /** Makes everything so far durable in the file. Returns up to which group that is. */
    long checkpoint() throws IOException {
        changing.lock();
        try {
            if (incomplete) {
                throw new IOException("a change of " + file.path() + " was not completed; the log has it");
            }
            if (sequence > fence.mark().sequence()) {
                file.reserve();
                try {
                    file.commit();
                    fence.advance(file, rewrittenLength(), sequence);
                } catch (IOException | RuntimeException e) {
                    reopen(e);
                    throw e;
                }
                sinceCheckpoint.clear();
                if (file.length()
                        > rewriteLength + REWRITE_GROWTH * fence.mark().rewritten()) {
                    rewrite();
                }
            }
            return fence.mark().sequence();
        } finally {
            changing.unlock();
        }
    }

    /** Answers no more questions; for when a thread that has the file does not end. */
    void refuse() {
        closed = true;
    }

    /** Closes the file as it is; what came after the last checkpoint is in the log. */
    @Override
    public void close() throws IOException {
        changing.lock();
        reading.writeLock().lock();
        try {
            if (!released) {
                closed = true;
                released = true;
                file.close();
                fence.close();
            }
        } finally {
            reading.writeLock().unlock();
            changing.unlock();
        }
    }

    private long rewrittenLength() {
        return file.number() == fence.mark().file() ? fence.mark().rewritten() : 0;
    }

    private void reopen(Exception cause) {
        reading.writeLock().lock();
        try {
            file.close();
            file = openFile(disk, fence.mark());
            sinceCheckpoint.forEach(bytes -> ChangeRecord.apply(ByteBuffer.wrap(bytes), file));
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        } finally {
            reading.writeLock().unlock();
        }
    }

    /** Nothing in the file is ever overwritten; so now and then what counts is copied to a new one. */
    private void rewrite() throws IOException {
        DocumentFile target = DocumentFile.create(disk, file.number() + 1);
        try {
            file.copyTo(target);
        } catch (DiskFullException e) {
            LOG.warn("{}: {} keeps its size for now", e.getMessage(), file.path());
            target.close();
            disk.delete(target.name());
            return;
        }
        long before = file.length();
        fence.advance(target, target.length(), sequence);
        DocumentFile old = file;
        reading.writeLock().lock();
        try {
            file = target;
            old.close();
        } finally {
            reading.writeLock().unlock();
        }
        disk.delete(old.name());
        LOG.info("{} was written anew: {} bytes instead of {}", target.path(), target.length(), before);
    }

    private RuntimeException explained(MVStoreException e) {
        if (e.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT) {
            return DocumentFile.damaged(file.path(), e.getMessage(), e);
        }
        return new StoreUnavailableException(
                Reason.UNREACHABLE, file.path() + " can't be read now (" + e.getMessage() + ")", e);
    }
}
