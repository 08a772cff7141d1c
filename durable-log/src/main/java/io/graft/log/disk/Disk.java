package io.graft.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One flat directory of files: all that a store does to the file system. What was written is certain to survive a loss
 * of power only after {@link DiskFile#force()} of the file, and, where the file was created, renamed or deleted, after
 * {@link #forceDirectory()}.
 *
 * <p>Names are plain file names. Every method may be called by any thread, interrupted or not, and fails with an
 * {@link IOException} only; with a {@link DiskFullException} where there is no space.
 */
public interface Disk {

    /** Creates an empty file for reading and writing; a file with this name is emptied. */
    DiskFile create(String name) throws IOException;

    /**
     * Opens a file for reading and writing.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    DiskFile open(String name) throws IOException;

    /**
     * Opens a file for reading only.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    DiskFile openReadOnly(String name) throws IOException;

    /** Whether there is a file with this name. */
    boolean exists(String name) throws IOException;

    /** The names of all files, in order. */
    List<String> list() throws IOException;

    /** Gives a file another name, atomically; a file that has this name is replaced. Close the file before. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions durable. */
    void forceDirectory() throws IOException;

    /** How many bytes can still be written. */
    long usableSpace() throws IOException;

    /** The path of a file, or of the directory for an empty name; for messages. */
    String describe(String name);

    /**
     * Replaces a file by new content: after a crash at any moment there is the old content or the new one. Durable on
     * return.
     */
    default void replace(String name, ByteBuffer content) throws IOException {
        prepare(name, content);
        install(name);
    }

    /** The first half of {@link #replace}: the file is as it was afterwards, also after a failure. */
    default void prepare(String name, ByteBuffer content) throws IOException {
        try (DiskFile file = create(name + ".tmp")) {
            file.write(0, content);
            file.force();
        }
    }

    /** The second half of {@link #replace}: needs no space; after a failure the file is the old one or the new one. */
    default void install(String name) throws IOException {
        rename(name + ".tmp", name);
        forceDirectory();
    }

    /** The whole content of a small file. */
    default ByteBuffer read(String name) throws IOException {
        try (DiskFile file = openReadOnly(name)) {
            long size = file.size();
            if (size > Integer.MAX_VALUE - 8) {
                throw new IOException(describe(name) + " is too large to be read at once: " + size + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            file.read(0, content);
            return content.flip();
        }
    }
}
