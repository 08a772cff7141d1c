package io.graft.persistence.embedded.internal;

import io.graft.log.disk.Disk;
import io.graft.log.disk.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory of the stores, which only one gateway at a time can use: a lock that ends with the process. */
final class StoreDirectory implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /** Somebody else uses the directory. */
    static final class InUseException extends IOException {

        private static final long serialVersionUID = 1L;

        InUseException(Path path, String owner) {
            super("the store " + path + " is in use by process " + owner
                    + "; stop that gateway, or set another directory for this one");
        }
    }

    /** Creates the directory if need be, and locks it. */
    static StoreDirectory open(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel channel = FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new InUseException(path, owner(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new StoreDirectory(path, channel, lock);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
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
        try (channel) {
            lock.release();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(32);
        channel.read(content, 0);
        return StandardCharsets.US_ASCII.decode(content.flip()).toString();
    }
}
