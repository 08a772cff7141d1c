package io.graft.persistence.embedded.internal.events.segment;

import io.graft.log.codec.Numbers;
import io.graft.log.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Writes a file from its beginning to its end, section by section, and takes the checksums of the blocks. */
final class SegmentOutput {

    private final DiskFile file;
    private final Pace pace;
    private final byte[] block = new byte[Footer.BLOCK];
    private final long[] offsets = new long[Section.values().length];
    private final long[] lengths = new long[Section.values().length];
    private int[] checksums = new int[64];
    private int blocks;
    private int used;
    private Section current;
    private long length;

    SegmentOutput(DiskFile file, Pace pace) {
        this.file = file;
        this.pace = pace;
    }

    /** Begins a section; sections that are left out are empty. */
    void begin(Section section) {
        finish();
        current = section;
        offsets[section.place()] = position();
    }

    long position() {
        return (long) blocks * Footer.BLOCK + used;
    }

    void putLong(long value) throws IOException {
        if (used + 8 <= block.length) {
            Numbers.putLong(block, used, value);
            used += 8;
        } else {
            putInt((int) (value >>> 32));
            putInt((int) value);
        }
    }

    void putInt(int value) throws IOException {
        if (used + 4 <= block.length) {
            Numbers.putInt(block, used, value);
            used += 4;
        } else {
            byte[] bytes = new byte[4];
            Numbers.putInt(bytes, 0, value);
            put(bytes, bytes.length);
        }
    }

    void put(byte[] source, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == block.length) {
                flush();
            }
            int count = Math.min(length - done, block.length - used);
            System.arraycopy(source, done, block, used, count);
            used += count;
            done += count;
        }
    }

    /** Ends the last section and gives back what the footer needs. */
    Footer end(
            int events,
            int readings,
            boolean aligned,
            long firstOrigin,
            long lastOrigin,
            long firstReadingOrigin,
            long lastReadingOrigin)
            throws IOException {
        finish();
        length = position();
        flush();
        return new Footer(
                events,
                readings,
                aligned,
                firstOrigin,
                lastOrigin,
                firstReadingOrigin,
                lastReadingOrigin,
                offsets,
                lengths,
                Arrays.copyOf(checksums, blocks));
    }

    /** How many bytes the sections take, after {@link #end}. */
    long length() {
        return length;
    }

    private void finish() {
        if (current != null) {
            lengths[current.place()] = position() - offsets[current.place()];
        }
    }

    private void flush() throws IOException {
        if (used == 0) {
            return;
        }
        CRC32C crc = new CRC32C();
        crc.update(block, 0, used);
        if (blocks == checksums.length) {
            checksums = Arrays.copyOf(checksums, blocks * 2);
        }
        checksums[blocks] = (int) crc.getValue();
        file.write((long) blocks * Footer.BLOCK, ByteBuffer.wrap(block, 0, used));
        blocks++;
        pace.wrote(used);
        used = 0;
    }
}
