package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.codec.Input;
import io.graft.log.codec.Output;
import io.graft.log.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What of the directory counts. A file that the manifest does not name does not exist; one that it names was forced
 * before.
 *
 * @param covered the last group of the log whose changes are all in the files
 * @param nextFile the number of the next file
 * @param names the dictionary
 * @param segments the events
 */
record Manifest(long covered, long nextFile, Part names, List<SegmentPart> segments) {

    static final String FILE = "events.manifest";

    /** The manifest of a store that has no file yet. */
    static final Manifest EMPTY = new Manifest(0, 1, Part.NONE, List.of());

    private static final long MAGIC = 0x47726166744D6631L; // GraftMf1
    private static final int CHECKSUM = 4;

    /** A file that is read as a whole; number 0 for none. */
    record Part(long number, long length, int checksum) {
        static final Part NONE = new Part(0, 0, 0);
    }

    /**
     * A segment.
     *
     * @param deleted which of its events are deleted
     */
    record SegmentPart(long number, long length, Part deleted) {}

    static String segmentFile(long number) {
        return "events-" + number + ".seg";
    }

    /** The number of a segment's file. */
    static long number(String segmentFile) {
        return Long.parseLong(segmentFile.substring("events-".length(), segmentFile.length() - ".seg".length()));
    }

    static String deletedFile(long number) {
        return "events-" + number + ".del";
    }

    static String namesFile(long number) {
        return "events-" + number + ".names";
    }

    /** Whether a file may be named by a manifest. */
    static boolean isPart(String file) {
        return file.startsWith("events-") && (isSegment(file) || file.endsWith(".del") || file.endsWith(".names"));
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    static boolean isSegment(String file) {
        return file.endsWith(".seg");
    }

    /** The names of all files that this names. */
    Set<String> files() {
        Set<String> files = new HashSet<>();
        if (names.number != 0) {
            files.add(namesFile(names.number));
        }
        for (SegmentPart segment : segments) {
            files.add(segmentFile(segment.number));
            if (segment.deleted.number != 0) {
                files.add(deletedFile(segment.deleted.number));
            }
        }
        return files;
    }

    /** Writes this beside the manifest's place, durably: what may need space. */
    void prepare(Disk disk) throws IOException {
        Output out = new Output(64 + 48 * segments.size());
        out.putLong(MAGIC);
        out.putLong(covered);
        out.putLong(nextFile);
        write(names, out);
        out.putInt(segments.size());
        for (SegmentPart segment : segments) {
            out.putLong(segment.number);
            out.putLong(segment.length);
            write(segment.deleted, out);
        }
        byte[] bytes = out.toBytes();
        out.putInt(checksum(bytes, bytes.length));
        disk.prepare(FILE, ByteBuffer.wrap(out.toBytes()));
    }

    /** Makes what was prepared the manifest, durably. After a failure the old one or this one is in its place. */
    void install(Disk disk) throws IOException {
        disk.install(FILE);
    }

    /** The manifest of a directory; a new directory gets an empty one. */
    static Manifest read(Disk disk) throws IOException {
        if (!disk.exists(FILE)) {
            for (String file : disk.list()) {
                if (isSegment(file)) {
                    throw damaged(disk, "it is missing, but there are event files");
                }
            }
            // So that event files without a manifest can only mean that the manifest was lost.
            EMPTY.prepare(disk);
            EMPTY.install(disk);
            return EMPTY;
        }
        byte[] bytes = disk.read(FILE).array();
        Input in = new Input(bytes, 0, bytes.length);
        if (bytes.length < 8 + CHECKSUM || in.getLong() != MAGIC) {
            throw damaged(disk, "it is not a manifest of this version");
        }
        int body = bytes.length - CHECKSUM;
        if (new Input(bytes, body, CHECKSUM).getInt() != checksum(bytes, body)) {
            throw damaged(disk, "its checksum is wrong");
        }
        long covered = in.getLong();
        long nextFile = in.getLong();
        Part names = readPart(in);
        int count = in.getInt();
        List<SegmentPart> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(new SegmentPart(in.getLong(), in.getLong(), readPart(in)));
        }
        return new Manifest(covered, nextFile, names, segments);
    }

    private static void write(Part part, Output out) {
        out.putLong(part.number);
        out.putLong(part.length);
        out.putInt(part.checksum);
    }

    private static Part readPart(Input in) {
        return new Part(in.getLong(), in.getLong(), in.getInt());
    }

    private static CorruptStoreException damaged(Disk disk, String how) {
        return new CorruptStoreException("the manifest " + disk.describe(FILE) + " can't be used: " + how
                + "; nothing was changed: restore the store's directory from a backup");
    }
}
