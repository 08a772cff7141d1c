package io.graft.log.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positions and sizes are in bytes. Every method may be called by any thread, interrupted or not. */
public interface DiskFile extends Closeable {

    /** The file's name in its directory. */
    String name();

    /** The file's length. */
    long size() throws IOException;

    /**
     * Fills what remains of the buffer.
     *
     * @throws EOFException if the file ends before
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** Writes what remains of the buffer; beyond the end, the file grows. After a failure any part may be written. */
    void write(long position, ByteBuffer source) throws IOException;

    /** Makes the content and the length durable. After a failure nothing is known of what was written since the last. */
    void force() throws IOException;

    /** Cuts the file off. */
    void truncate(long size) throws IOException;

    /** Grows the file with zeros, in such a way that later writes within need no more space. Durable on return. */
    void preallocate(long size) throws IOException;

    /** Closes the file without forcing it; does nothing when it is closed already. */
    @Override
    void close() throws IOException;
}
