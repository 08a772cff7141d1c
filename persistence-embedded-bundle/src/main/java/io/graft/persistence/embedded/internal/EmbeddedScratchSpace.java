package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Both stores in a directory that is removed with them, under a lock of its own. */
final class EmbeddedScratchSpace implements ScratchSpace {

    private final Path path;
    private final StoreParts parts;
    private final Consumer<EmbeddedScratchSpace> removed;
    private final Map<String, ProvidedStore> stores = new LinkedHashMap<>();
    private StoreDirectory directory;
    private boolean closed;

    /**
     * A space whose stores are not open yet.
     *
     * @param removed gets this space once it is closed
     */
    EmbeddedScratchSpace(Path path, StoreParts parts, Consumer<EmbeddedScratchSpace> removed) {
        this.path = path;
        this.parts = parts;
        this.removed = removed;
    }

    @Override
    public synchronized EventStore events() {
        return (EventStore) stores.get(StoreParts.EVENTS);
    }

    @Override
    public synchronized DocumentStore documents() {
        return (DocumentStore) stores.get(StoreParts.DOCUMENTS);
    }

    @Override
    public synchronized String server() {
        String fileSystem;
        try {
            fileSystem = Files.getFileStore(path).type();
        } catch (IOException e) {
            fileSystem = "unknown";
        }
        return "files of this machine, file system " + fileSystem + ", each group of changes forced to the disk";
    }

    @Override
    public synchronized void reopen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the scratch space " + path + " is closed");
        }
        uninterrupted(() -> {
            closeStores();
            directory = StoreDirectory.open(path);
            LateMetrics metrics = new LateMetrics();
            try {
                for (StorePart part : parts.with(metrics)) {
                    stores.put(part.name(), part.opener().open(directory.disk(part.name())));
                }
            } catch (IOException | RuntimeException e) {
                closeStores();
                throw e;
            }
            return null;
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        uninterrupted(() -> {
            closeStores();
            DirectoryTree.delete(path);
            return null;
        });
        closed = true;
        removed.accept(this);
    }

    private void closeStores() throws IOException {
        IOException failure = null;
        for (ProvidedStore store : stores.values()) {
            try {
                store.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (directory != null) {
            directory.close();
            directory = null;
        }
    }

    /** The JDK's file operations fail for an interrupted thread; the interrupt is kept for later. */
    private <R> R uninterrupted(Callable<R> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreUnavailableException(
                    e instanceof DiskFullException ? Reason.FULL : Reason.UNREACHABLE,
                    "the scratch space " + path + " can't be used: " + e,
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
