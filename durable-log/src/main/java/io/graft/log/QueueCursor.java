package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Up to where a {@link QueueLog} is released: a small file with two places that are written in turn, so that the one
 * before is there while the next is written.
 *
 * <p>Safe for any thread.
 *
 * <pre>("GraftCur" | version 4 | generation 8 | position 8 | offset 8 | crc32c 4), at 0 and at 4096</pre>
 */
final class QueueCursor implements Closeable {

    private static final byte[] MAGIC = "GraftCur".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SLOT = 4096;
    private static final int CHECKSUM_AT = 36;

    private final Disk disk;
    private final String name;
    private DiskFile file;
    private boolean exists;
    private long generation;
    private Place place;

    private QueueCursor(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    /**
     * A place in a queue.
     *
     * @param position the last record that is released
     * @param offset where the group begins that holds the next one, or will hold it
     */
    record Place(long position, long offset) {}

    /** Reads the file if there is one. */
    static QueueCursor open(Disk disk, String queue) throws IOException {
        QueueCursor cursor = new QueueCursor(disk, queue + ".cursor");
        if (disk.exists(cursor.name)) {
            cursor.read(disk.read(cursor.name));
            cursor.exists = true;
        }
        return cursor;
    }

    /** What was written last; empty when there is no file. */
    synchronized Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    /** Creates the file if there is none. */
    synchronized void create(Place first) throws IOException {
        if (!exists) {
            ByteBuffer content = ByteBuffer.allocate(2 * SLOT);
            content.put(slot(first, 1));
            disk.replace(name, content.rewind());
            exists = true;
            generation = 1;
            place = first;
        }
    }

    /** Makes durable what was read: a process that was killed may have written it only. */
    synchronized void force() throws IOException {
        if (exists) {
            open();
            file.force();
        }
    }

    /** Durable on return. After a failure the place is the old one or the new one, and can be written again. */
    synchronized void write(Place next) throws IOException {
        create(next);
        open();
        file.write((generation + 1) % 2 == 1 ? 0 : SLOT, slot(next, generation + 1));
        file.force();
        generation++;
        place = next;
    }

    private void open() throws IOException {
        if (file == null) {
            file = disk.open(name);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private void read(ByteBuffer content) {
        for (int at = 0; at + SLOT <= content.limit(); at += SLOT) {
            ByteBuffer slot = content.slice(at, SLOT);
            byte[] magic = new byte[MAGIC.length];
            slot.get(magic);
            int version = slot.getInt();
            long slotGeneration = slot.getLong();
            Place found = new Place(slot.getLong(), slot.getLong());
            if (!Arrays.equals(magic, MAGIC) || slot.getInt() != checksum(slot)) {
                continue;
            }
            if (version != VERSION) {
                throw new CorruptStoreException(
                        disk.describe(name) + " has format " + version + ", this version reads format " + VERSION
                                + ". It was left as it is; start the version of the gateway that wrote it");
            }
            if (slotGeneration > generation) {
                generation = slotGeneration;
                place = found;
            }
        }
        if (place == null) {
            throw new CorruptStoreException(disk.describe(name) + " is damaged: none of its two places can be read. It"
                    + " was left as it is; move it away to have everything again that the files beside it hold");
        }
    }

    private static ByteBuffer slot(Place place, long generation) {
        ByteBuffer slot = ByteBuffer.allocate(CHECKSUM_AT + 4);
        slot.put(MAGIC)
                .putInt(VERSION)
                .putLong(generation)
                .putLong(place.position())
                .putLong(place.offset());
        return slot.putInt(checksum(slot)).flip();
    }

    private static int checksum(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, CHECKSUM_AT));
        return (int) crc.getValue();
    }
}
