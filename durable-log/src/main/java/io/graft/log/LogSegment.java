package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.DiskFullException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One of the two files of a log. */
final class LogSegment implements Closeable {

    static final int HEADER = 4096;

    private static final byte[] MAGIC = "GraftLog".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private final DiskFile file;
    private long size;
    private long position;
    private long lastSequence;

    private LogSegment(DiskFile file, long size, End end) {
        this.file = file;
        this.size = size;
        this.position = end.offset();
        this.lastSequence = end.lastSequence();
    }

    /** Where the groups of a segment end, and the number of the last; 0 for none. */
    record End(long offset, long lastSequence) {
        static final End EMPTY = new End(HEADER, 0);
    }

    static LogSegment open(Disk disk, String name, long size, End end) throws IOException {
        if (!disk.exists(name)) {
            create(disk, name, size);
        }
        DiskFile file = disk.open(name);
        try {
            file.force(); // a process that was killed may have written its last group only
            return new LogSegment(file, file.size(), end);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Under another name first: a file with the right name has its header and its space. */
    private static void create(Disk disk, String name, long size) throws IOException {
        String temporary = name + ".tmp";
        try (DiskFile file = disk.create(temporary)) {
            file.preallocate(Math.max(size, HEADER));
            file.write(0, ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION).rewind());
            file.force();
        }
        disk.rename(temporary, name);
        disk.forceDirectory();
    }

    static void checkHeader(ByteBuffer content, String path) {
        byte[] magic = new byte[MAGIC.length];
        if (content.limit() >= HEADER) {
            content.get(0, magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new CorruptStoreException(path + " does not begin as a log file does. It was left as it is; restore"
                    + " the store's directory from a backup");
        }
        int version = content.getInt(MAGIC.length);
        if (version != VERSION) {
            throw new CorruptStoreException(path + " has format " + version + ", this version reads format " + VERSION
                    + ". It was left as it is; start the version of the gateway that wrote it");
        }
    }

    long room() {
        return size - position;
    }

    long lastSequence() {
        return lastSequence;
    }

    void append(ByteBuffer frame, long sequence) throws IOException {
        int length = frame.remaining();
        file.write(position, frame);
        file.force();
        position += length;
        lastSequence = sequence;
    }

    /** Begins anew from the start of the file, which gets the given size. */
    void restart(long newSize, long usualSize) throws IOException {
        if (newSize > size) {
            try {
                file.preallocate(newSize);
            } catch (DiskFullException e) {
                file.truncate(Math.min(size, usualSize));
                size = file.size();
                throw e;
            }
        } else if (newSize < size) {
            file.truncate(newSize);
        }
        size = newSize;
        position = HEADER;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return file.name();
    }
}
