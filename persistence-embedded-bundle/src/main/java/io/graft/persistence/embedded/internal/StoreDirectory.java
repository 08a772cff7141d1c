package io.graft.persistence.embedded.internal;

import io.graft.log.disk.DirectoryLock;
import io.graft.log.disk.Disk;
import io.graft.log.disk.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The directory of the stores, which only one gateway at a time can use. */
final class StoreDirectory implements Closeable {

    private final Path path;
    private final DirectoryLock lock;

    private StoreDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if need be, and locks it.
     *
     * @throws DirectoryLock.InUseException if another gateway uses it
     */
    static StoreDirectory open(Path path) throws IOException {
        return new StoreDirectory(path, DirectoryLock.take(path));
    }

    /** The files of one store. */
    Disk disk(String store) throws IOException {
        return new RealDisk(path.resolve(store));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
