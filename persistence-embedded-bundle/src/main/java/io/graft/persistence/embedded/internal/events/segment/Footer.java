package io.graft.persistence.embedded.internal.events.segment;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The end of a segment file: what is where, and a checksum of every block of what comes before.
 *
 * <pre>sections | block checksums | footer | footer's length 4, footer's crc32c 4, magic 8</pre>
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, and read only
record Footer(
        int events,
        int readings,
        boolean aligned,
        long firstOrigin,
        long lastOrigin,
        long firstReadingOrigin,
        long lastReadingOrigin,
        long[] offsets,
        long[] lengths,
        int[] checksums) {

    static final int BLOCK = 32 << 10;

    private static final long MAGIC = 0x4772616674457631L; // GraftEv1
    private static final int TRAILER = 16;
    private static final int FIXED = 4 + 4 + 1 + 4 * 8 + 4;

    /** How many bytes of the file follow the blocks. */
    int size() {
        return FIXED + offsets.length * 16 + checksums.length * 4 + TRAILER;
    }

    static ByteBuffer encode(Footer footer) {
        int sections = footer.offsets.length;
        int size = footer.size() - TRAILER;
        ByteBuffer out = ByteBuffer.allocate(size + TRAILER);
        for (int checksum : footer.checksums) {
            out.putInt(checksum);
        }
        out.putInt(footer.events).putInt(footer.readings).put((byte) (footer.aligned ? 1 : 0));
        out.putLong(footer.firstOrigin).putLong(footer.lastOrigin);
        out.putLong(footer.firstReadingOrigin).putLong(footer.lastReadingOrigin);
        out.putInt(sections);
        for (int i = 0; i < sections; i++) {
            out.putLong(footer.offsets[i]).putLong(footer.lengths[i]);
        }
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, size);
        return out.putInt(size).putInt((int) crc.getValue()).putLong(MAGIC).flip();
    }

    /** @param length how long the file has to be */
    static Footer read(DiskFile file, String path, long length) throws IOException {
        try {
            if (file.size() != length) {
                throw damaged(path, "it is " + file.size() + " bytes long instead of " + length, null);
            }
            ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
            file.read(length - TRAILER, trailer);
            int size = trailer.flip().getInt();
            int checksum = trailer.getInt();
            long magic = trailer.getLong();
            if (magic != MAGIC) {
                throw damaged(
                        path,
                        "it ends with " + Long.toHexString(magic) + ", which no segment of this version does",
                        null);
            }
            if (size < FIXED || size > length - TRAILER) {
                throw damaged(path, "its footer is said to have " + size + " bytes", null);
            }
            ByteBuffer in = ByteBuffer.allocate(size);
            file.read(length - TRAILER - size, in);
            CRC32C crc = new CRC32C();
            crc.update(in.flip().duplicate());
            if ((int) crc.getValue() != checksum) {
                throw damaged(path, "the checksum of its footer is wrong", null);
            }
            return decode(in, length - TRAILER - size);
        } catch (EOFException e) {
            throw damaged(path, "it is too short", e);
        }
    }

    private static Footer decode(ByteBuffer in, long body) {
        int[] checksums = new int[(int) ((body + BLOCK - 1) / BLOCK)];
        for (int i = 0; i < checksums.length; i++) {
            checksums[i] = in.getInt();
        }
        int events = in.getInt();
        int readings = in.getInt();
        boolean aligned = in.get() == 1;
        long firstOrigin = in.getLong();
        long lastOrigin = in.getLong();
        long firstReadingOrigin = in.getLong();
        long lastReadingOrigin = in.getLong();
        long[] offsets = new long[in.getInt()];
        long[] lengths = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = in.getLong();
            lengths[i] = in.getLong();
        }
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
                checksums);
    }

    static CorruptStoreException damaged(String path, String how, Throwable cause) {
        return new CorruptStoreException(
                "the event file " + path + " is damaged: " + how
                        + "; it is left as it is: restore the store's directory from a backup",
                cause);
    }
}
