package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** All collections in one file of MVStore's. Changed by one thread at a time. */
final class DocumentFile implements Closeable {

    private static final int COPIED_BETWEEN_COMMITS = 4 << 20;
    private static final int SLACK = 1 << 20;

    private final String path;
    private final long number;
    private final DiskFileStore file;
    private final MVStore store;
    private final MVMap<String, byte[]> specs;
    private final Map<String, CollectionMaps> collections = new ConcurrentHashMap<>();

    private DocumentFile(String path, long number, DiskFile disk, long length, long checksum) throws IOException {
        this.path = path;
        this.number = number;
        this.file = new DiskFileStore(disk, length);
        if (file.checksum() != checksum) {
            disk.close();
            throw damaged(path, "its content is not what was written", null);
        }
        try {
            this.store = new MVStore.Builder()
                    .adoptFileStore(file)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            store.setVersionsToKeep(0);
            this.specs = store.openMap(
                    "collections",
                    new MVMap.Builder<String, byte[]>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            for (String name : specs.keySet()) {
                collections.put(name, new CollectionMaps(store, DocumentCodec.decodeSpec(name, specs.get(name))));
            }
        } catch (MVStoreException e) {
            disk.close();
            throw damaged(path, e.getMessage(), e);
        }
    }

    static String name(long number) {
        return "documents-" + number + ".mv";
    }

    static DocumentFile create(Disk disk, long number) throws IOException {
        DiskFile file = disk.create(name(number));
        disk.forceDirectory();
        return new DocumentFile(disk.describe(name(number)), number, file, 0, 0);
    }

    /** Opens the file up to its fence; what is behind does not exist. */
    static DocumentFile open(Disk disk, Fence.Mark mark) throws IOException {
        String name = name(mark.file());
        String path = disk.describe(name);
        if (!disk.exists(name)) {
            throw new CorruptStoreException(path + " is missing; restore the store's directory from a backup");
        }
        DiskFile file = disk.open(name);
        if (file.size() < mark.length()) {
            long size = file.size();
            file.close();
            throw new CorruptStoreException(path + " has " + size + " bytes, but " + mark.length()
                    + " were stored. It was left as it is; restore the store's directory from a backup");
        }
        return new DocumentFile(path, mark.file(), file, mark.length(), mark.checksum());
    }

    String path() {
        return path;
    }

    String name() {
        return name(number);
    }

    long number() {
        return number;
    }

    long checksum() {
        return file.checksum();
    }

    /** About how much memory the changes take that no commit has written yet. */
    long unsavedBytes() {
        return store.getUnsavedMemory();
    }

    /** Says that the file is damaged, and what to do. */
    static CorruptStoreException damaged(String path, String how, Exception cause) {
        return new CorruptStoreException(
                path + " is damaged (" + how + "). It was left as it is; restore the store's directory from a backup",
                cause);
    }

    long length() {
        return file.size();
    }

    /** The collection, or null. */
    CollectionMaps collection(String name) {
        return collections.get(name);
    }

    /** Creates a collection or adds fields to it. */
    void define(CollectionSpec spec) {
        specs.put(spec.name(), DocumentCodec.encode(spec));
        CollectionMaps existing = collections.get(spec.name());
        if (existing == null) {
            collections.put(spec.name(), new CollectionMaps(store, spec));
        } else {
            existing.extend(spec);
        }
    }

    /**
     * Makes room for a commit.
     *
     * @throws io.graft.log.disk.DiskFullException if there is none; nothing has changed
     */
    void reserve() throws IOException {
        file.reserve(2L * store.getUnsavedMemory() + SLACK);
    }

    /** Writes and forces what was changed. After a failure the file has to be opened again. */
    void commit() throws IOException {
        try {
            store.commit();
            store.sync();
        } catch (MVStoreException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException failure) {
                    throw failure;
                }
            }
            throw new IOException(path + " could not be written: " + e.getMessage(), e);
        }
    }

    /** Copies everything to another, empty file, and commits it. */
    void copyTo(DocumentFile target) throws IOException {
        for (CollectionMaps source : collections.values()) {
            target.define(source.spec());
            CollectionMaps copy = target.collection(source.spec().name());
            for (var documents = source.documents().cursor(null); documents.hasNext(); ) {
                String id = documents.next();
                copy.put(id, documents.getValue());
                if (target.store.getUnsavedMemory() > COPIED_BETWEEN_COMMITS) {
                    target.commit();
                }
            }
        }
        target.commit();
    }

    /** Closes the file and writes nothing: what was changed since the last commit is in the log. */
    @Override
    public void close() {
        store.closeImmediately();
    }
}
