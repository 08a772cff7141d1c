package io.graft.log.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file of the machine's file system. The JDK closes a channel when a thread that uses it is interrupted, for all
 * threads; such a channel is opened again here, and the operation repeated.
 */
final class RealFile implements DiskFile {

    /** The JDK keeps a direct buffer per thread, as large as the largest piece the thread has read or written. */
    private static final int PIECE = 64 << 10;

    private static final long NO_SPACE_BELOW = 64 << 10;

    private final Path path;
    private final Set<StandardOpenOption> reopenOptions;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private RealFile(Path path, FileChannel channel, Set<StandardOpenOption> reopenOptions) {
        this.path = path;
        this.channel = channel;
        this.reopenOptions = reopenOptions;
    }

    static RealFile open(Path path, Set<StandardOpenOption> options, Set<StandardOpenOption> reopenOptions)
            throws IOException {
        return new RealFile(path, FileChannel.open(path, options), reopenOptions);
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public long size() throws IOException {
        return uninterrupted(FileChannel::size);
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        int start = target.position();
        int end = target.limit();
        try {
            uninterrupted(file -> {
                target.limit(end).position(start);
                while (target.position() < end) {
                    int done = target.position() - start;
                    target.limit(pieceEnd(target, end));
                    if (file.read(target, position + done) < 0) {
                        throw new EOFException(
                                path + " ends at " + file.size() + ", before " + (position + end - start));
                    }
                }
                return null;
            });
        } finally {
            target.limit(end);
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        int start = source.position();
        int end = source.limit();
        try {
            uninterrupted(file -> {
                source.limit(end).position(start);
                while (source.position() < end) {
                    int done = source.position() - start;
                    source.limit(pieceEnd(source, end));
                    file.write(source, position + done);
                }
                return null;
            });
        } catch (IOException e) {
            throw explained(e, path);
        } finally {
            source.limit(end);
        }
    }

    @Override
    public void force() throws IOException {
        try {
            uninterrupted(file -> {
                file.force(false);
                return null;
            });
        } catch (IOException e) {
            throw explained(e, path);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        uninterrupted(file -> file.truncate(size));
    }

    @Override
    public void preallocate(long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PIECE);
        for (long position = size(); position < size; position += PIECE) {
            write(position, zeros.clear().limit((int) Math.min(PIECE, size - position)));
        }
        force();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            channel.close();
        }
    }

    private static int pieceEnd(ByteBuffer buffer, int end) {
        return buffer.isDirect() ? end : Math.min(end, buffer.position() + PIECE);
    }

    private <R> R uninterrupted(Operation<R> operation) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel current = channel;
                try {
                    return operation.on(current);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    reopen(current, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void reopen(FileChannel old, ClosedChannelException e) throws IOException {
        if (closed) {
            throw e;
        }
        if (channel == old) {
            channel = FileChannel.open(path, reopenOptions);
        }
    }

    /** The JDK passes on the system's text, in the system's language; so ask for the space, too. */
    static IOException explained(IOException e, Path path) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota exceeded") || spaceIsUsedUp(path)) {
            return new DiskFullException("no space left on the disk for " + path, e);
        }
        return e;
    }

    private static boolean spaceIsUsedUp(Path path) {
        try {
            return Files.getFileStore(path.getParent()).getUsableSpace() < NO_SPACE_BELOW;
        } catch (IOException e) {
            return false;
        }
    }

    private interface Operation<R> {
        R on(FileChannel channel) throws IOException;
    }
}
