package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Names what of the documents' file is certain to be on the disk. It is written after the file was forced, to two
 * places in turn, so that the older is whole if the newer is cut short. What is behind the fence does not exist.
 *
 * <pre>crc32c 4 | magic and version 8 | generation 8 | file 8 | length 8 | checksum 8 | length once rewritten 8
 * | sequence 8</pre>
 */
final class Fence implements Closeable {

    private static final int SLOT = 4096;
    private static final int USED = 60;
    private static final long MAGIC = 0x47726166_46630001L;

    private final DiskFile file;
    private Mark mark;

    private Fence(DiskFile file, Mark mark) {
        this.file = file;
        this.mark = mark;
    }

    /**
     * What is certain.
     *
     * @param generation grows by one with each
     * @param file the number of the file
     * @param length how much of it counts
     * @param checksum of what counts, see {@link DiskFileStore}
     * @param rewritten how long the file was when it was written anew
     * @param sequence the last group of changes that it holds
     */
    record Mark(long generation, long file, long length, long checksum, long rewritten, long sequence) {

        static final Mark NONE = new Mark(0, 0, 0, 0, 0, 0);
    }

    /**
     * Opens the fence, or creates it with nothing in it.
     *
     * @throws CorruptStoreException if neither place can be read
     */
    static Fence open(Disk disk, String name) throws IOException {
        if (!disk.exists(name)) {
            ByteBuffer slots = ByteBuffer.allocate(2 * SLOT);
            disk.replace(name, slots.put(encode(Mark.NONE)).rewind());
        }
        ByteBuffer slots = disk.read(name);
        Mark newest = decode(slots, 0)
                .map(first -> decode(slots, SLOT)
                        .filter(second -> second.generation() > first.generation())
                        .orElse(first))
                .or(() -> decode(slots, SLOT))
                .orElseThrow(() -> new CorruptStoreException(
                        disk.describe(name) + " is damaged in both places, or of a format that this version does not"
                                + " know. Nothing was changed; restore the store's directory from a backup"));
        return new Fence(disk.open(name), newest);
    }

    Mark mark() {
        return mark;
    }

    /** Sets a new mark, durably. */
    void advance(DocumentFile documents, long rewritten, long sequence) throws IOException {
        Mark next = new Mark(
                mark.generation() + 1,
                documents.number(),
                documents.length(),
                documents.checksum(),
                rewritten,
                sequence);
        file.write(next.generation() % 2 * SLOT, encode(next));
        file.force();
        mark = next;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static ByteBuffer encode(Mark mark) {
        ByteBuffer slot = ByteBuffer.allocate(USED)
                .putInt(0)
                .putLong(MAGIC)
                .putLong(mark.generation())
                .putLong(mark.file())
                .putLong(mark.length())
                .putLong(mark.checksum())
                .putLong(mark.rewritten())
                .putLong(mark.sequence());
        return slot.putInt(0, checksum(slot, 0)).rewind();
    }

    private static Optional<Mark> decode(ByteBuffer slots, int at) {
        if (slots.limit() < at + USED
                || slots.getInt(at) != checksum(slots, at)
                || slots.getLong(at + Integer.BYTES) != MAGIC) {
            return Optional.empty();
        }
        ByteBuffer slot = slots.slice(at + Integer.BYTES + Long.BYTES, USED - Integer.BYTES - Long.BYTES);
        return Optional.of(new Mark(
                slot.getLong(), slot.getLong(), slot.getLong(), slot.getLong(), slot.getLong(), slot.getLong()));
    }

    private static int checksum(ByteBuffer slots, int at) {
        CRC32C crc = new CRC32C();
        crc.update(slots.slice(at + Integer.BYTES, USED - Integer.BYTES));
        return (int) crc.getValue();
    }
}
