package ${package};

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * The client library's connection: one sorted table in one file, changed by one thread at a time. A change is on disk,
 * wholly, when {@link #change} returns, or is not there at all.
 */
final class StoreFile implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;
    private static final int WITHOUT_COMPACTION = 0;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final Path path;
    private MVStore store;
    private Table table;
    private boolean closed;
    private volatile String failure;

    StoreFile(Path path) {
        this.path = path;
        reopen();
    }

    Path path() {
        return path;
    }

    /** Why the last change failed, if it did. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Does something to the table as one change. */
    <T> T change(Function<Table, T> work) {
        return holding(lock.writeLock(), () -> {
            if (store.isClosed()) {
                reopen();
            }
            try {
                T result = work.apply(table);
                if (store.hasUnsavedChanges()) {
                    store.commit();
                    store.sync();
                }
                failure = null;
                return result;
            } catch (RuntimeException e) {
                undo();
                throw e;
            }
        });
    }

    /** Looks at the table, which does not change meanwhile. */
    <T> T read(Function<Table, T> work) {
        boolean broken = holding(lock.readLock(), () -> store.isClosed());
        if (broken) {
            change(open -> true);
        }
        return holding(lock.readLock(), () -> work.apply(table));
    }

    /** Lets running calls complete, and every later one fail. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            store.close(WITHOUT_COMPACTION);
        } catch (MVStoreException e) {
            throw failed(e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T holding(Lock held, Supplier<T> work) {
        acquire(held);
        // An interrupt would close the file under every other thread
        boolean interrupted = Thread.interrupted();
        try {
            if (closed) {
                throw new StoreUnavailableException(Reason.CLOSED, path + " is closed");
            }
            return work.get();
        } catch (MVStoreException e) {
            throw failed(e);
        } finally {
            held.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void acquire(Lock wanted) {
        try {
            if (!wanted.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException(
                        Reason.BUSY, path + " was busy for " + PATIENCE_SECONDS + " s; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted while waiting for " + path, e);
        }
    }

    private void undo() {
        if (!store.isClosed() && store.hasUnsavedChanges()) {
            store.rollback();
        }
    }

    /** Also after the library has closed the file, as it does when it could not write. */
    private void reopen() {
        try {
            store = new MVStore.Builder()
                    .fileName(path.toString())
                    .autoCommitDisabled()
                    .cacheSize(8)
                    .open();
        } catch (MVStoreException e) {
            throw failed(e);
        }
        table = new Table(store.openMap("graft", new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE)));
    }

    private StoreException failed(MVStoreException e) {
        failure = path + ": " + cause(e);
        if (e.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT) {
            return new CorruptStoreException(failure + "; restore it from a backup", e);
        }
        boolean full = failure.contains("No space left");
        return new StoreUnavailableException(full ? Reason.FULL : Reason.UNREACHABLE, failure, e);
    }

    private static String cause(MVStoreException e) {
        if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
            return "another bundle or process has it open";
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
