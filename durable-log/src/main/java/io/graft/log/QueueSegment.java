package io.graft.log;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One file of a {@link QueueLog}: a header, then frames, then zeros or what a failed write left.
 *
 * <pre>"GraftQue" | version 4 | key 4 | first 8 | base 8 | crc32c 4 | zeros up to 4096 | frame*</pre>
 *
 * @param file its name
 * @param key the lower half of the epochs of its groups: random, so that no client can send bytes that pass for a group
 * @param first the position of its first record
 * @param base the offset of its first group in the queue: the bytes of all groups in the files before
 */
record QueueSegment(String file, int key, long first, long base) {

    static final int HEADER = 4096;

    private static final byte[] MAGIC = "GraftQue".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 32;
    private static final String END = ".log";

    static boolean isFileOf(String queue, String file) {
        return file.startsWith(queue + "-") && file.endsWith(END);
    }

    /** Under another name first: a file with the right name has its header and its space. */
    static QueueSegment create(Disk disk, String queue, int key, long first, long base, long bytes) throws IOException {
        String file = String.format(Locale.ROOT, "%s-%019d%s", queue, first, END);
        String temporary = file + ".tmp";
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(MAGIC).putInt(VERSION).putInt(key).putLong(first).putLong(base);
        header.putInt(checksum(header)).rewind();
        try {
            try (DiskFile opened = disk.create(temporary)) {
                opened.preallocate(bytes);
                opened.write(0, header);
                opened.force();
            }
            disk.rename(temporary, file);
            disk.forceDirectory();
        } catch (DiskFullException e) {
            disk.delete(temporary);
            throw e;
        }
        return new QueueSegment(file, key, first, base);
    }

    static QueueSegment read(Disk disk, String file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        try (DiskFile opened = disk.openReadOnly(file)) {
            if (opened.size() >= HEADER) {
                opened.read(0, header);
            }
        }
        byte[] magic = new byte[MAGIC.length];
        header.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new CorruptStoreException(disk.describe(file)
                    + " does not begin as a file of a queue does. It was left as it is; restore it from a backup, or"
                    + " move it away to go on without what it holds");
        }
        header.position(MAGIC.length);
        int version = header.getInt();
        if (version != VERSION) {
            throw new CorruptStoreException(
                    disk.describe(file) + " has format " + version + ", this version reads format " + VERSION
                            + ". It was left as it is; start the version of the gateway that wrote it");
        }
        QueueSegment segment = new QueueSegment(file, header.getInt(), header.getLong(), header.getLong());
        if (header.getInt() != checksum(header)) {
            throw new CorruptStoreException(disk.describe(file) + " is damaged in its first " + CHECKSUM_AT
                    + " bytes. It was left as it is; restore it from a backup, or move it away to go on without what it"
                    + " holds");
        }
        return segment;
    }

    /** Where in the file an offset of the queue is. */
    long place(long offset) {
        return HEADER + offset - base;
    }

    /** The reverse of {@link #place}. */
    long offset(long place) {
        return base + place - HEADER;
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CHECKSUM_AT));
        return (int) crc.getValue();
    }
}
