package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.persistence.embedded.internal.events.Manifest.Part;
import io.graft.persistence.embedded.internal.events.Manifest.SegmentPart;
import io.graft.persistence.embedded.internal.events.codec.Input;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.codec.Numbers;
import io.graft.persistence.embedded.internal.events.codec.Output;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import io.graft.persistence.embedded.internal.events.segment.SegmentWriter;
import io.graft.persistence.embedded.internal.events.segment.Source;
import io.graft.persistence.embedded.internal.io.Disk;
import io.graft.persistence.embedded.internal.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files beside the log. Safe for any thread; one manifest is written at a time. */
final class StoreFiles {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFiles.class);

    private final Disk disk;
    private final Names names;
    /** What the manifest says of each segment, and the marks that it has saved. */
    private final Map<String, SegmentPart> parts = new HashMap<>();

    private final Map<String, Marks> savedMarks = new HashMap<>();
    private final List<LiveSegment> opened = new ArrayList<>();
    private Manifest manifest;
    private long nextFile;
    private int savedNames;

    private StoreFiles(Disk disk, Names names, Manifest manifest) {
        this.disk = disk;
        this.names = names;
        this.manifest = manifest;
        this.nextFile = manifest.nextFile();
    }

    /** A segment that was written. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, and read only
    record Written(Segment segment, int[][] places) {}

    /**
     * Reads what the manifest names, and deletes what it does not.
     *
     * @throws CorruptStoreException if something is missing or damaged; nothing was changed then
     */
    static StoreFiles open(Disk disk, Names names) throws IOException {
        StoreFiles files = new StoreFiles(disk, names, Manifest.read(disk));
        try {
            files.readNames();
            files.openSegments();
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
        files.deleteUnnamed();
        return files;
    }

    /** The segments of the manifest as they were when this was opened. */
    List<LiveSegment> segments() {
        return opened;
    }

    synchronized long covered() {
        return manifest.covered();
    }

    /** Writes a segment; it has yet to be saved in the manifest. Empty when no event is left of the sources. */
    Optional<Written> write(List<Source> sources, Pace pace) throws IOException {
        String file = Manifest.segmentFile(takeNumber());
        try {
            SegmentWriter.Result result = SegmentWriter.write(disk, file, sources, pace);
            if (result.length() == 0) {
                return Optional.empty();
            }
            disk.forceDirectory();
            return Optional.of(new Written(Segment.open(disk, file, result.length()), result.places()));
        } catch (IOException | RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    /**
     * Writes a manifest, and before it what it needs. After a failure the old manifest holds, or, where only the
     * directory could not be forced, this one: the files of both are left alone.
     *
     * @param segments all the segments
     * @param covered the last group of the log that is in them
     */
    synchronized void save(List<LiveSegment> segments, long covered) throws IOException {
        int namesNow = names.logged();
        Part dictionary = namesNow == savedNames ? manifest.names() : saveNames();
        List<SegmentPart> nextParts = new ArrayList<>();
        boolean written = !dictionary.equals(manifest.names());
        for (LiveSegment live : segments) {
            SegmentPart known = parts.get(live.segment().name());
            SegmentPart part = save(live, known);
            written |= part.deleted().number() != 0 && !part.equals(known);
            nextParts.add(part);
        }
        if (written) {
            disk.forceDirectory();
        }
        Manifest next = new Manifest(covered, nextFile, dictionary, nextParts);
        next.write(disk);
        savedNames = namesNow;
        parts.clear();
        savedMarks.clear();
        for (int i = 0; i < nextParts.size(); i++) {
            parts.put(segments.get(i).segment().name(), nextParts.get(i));
            savedMarks.put(segments.get(i).segment().name(), segments.get(i).deleted());
        }
        deleteUnused(manifest, next);
        manifest = next;
    }

    void close() {
        opened.forEach(live -> live.segment().release());
    }

    private synchronized long takeNumber() {
        return nextFile++;
    }

    private Part saveNames() throws IOException {
        Output out = new Output(4096);
        names.writeLogged(out);
        byte[] bytes = out.toBytes();
        long number = takeNumber();
        return write(Manifest.namesFile(number), number, bytes);
    }

    private SegmentPart save(LiveSegment live, SegmentPart known) throws IOException {
        String name = live.segment().name();
        Marks saved = savedMarks.getOrDefault(name, Marks.NONE);
        if (known != null && live.deleted().count() == saved.count()) {
            return known;
        }
        Part deleted = Part.NONE;
        if (!live.deleted().isEmpty()) {
            long[] words = live.deleted().copyWords(live.segment().events());
            byte[] bytes = new byte[8 * words.length];
            for (int i = 0; i < words.length; i++) {
                Numbers.putLong(bytes, 8 * i, words[i]);
            }
            long number = takeNumber();
            deleted = write(Manifest.deletedFile(number), number, bytes);
        }
        return new SegmentPart(Manifest.number(name), live.segment().length(), deleted);
    }

    private Part write(String file, long number, byte[] bytes) throws IOException {
        try (DiskFile out = disk.create(file)) {
            out.write(0, ByteBuffer.wrap(bytes));
            out.force();
        }
        return new Part(number, bytes.length, Manifest.checksum(bytes, bytes.length));
    }

    private void deleteUnused(Manifest old, Manifest next) {
        if (old.names().number() != 0 && old.names().number() != next.names().number()) {
            delete(Manifest.namesFile(old.names().number()));
        }
        Set<Long> used = new HashSet<>();
        for (SegmentPart part : next.segments()) {
            used.add(part.deleted().number());
        }
        for (SegmentPart part : old.segments()) {
            long number = part.deleted().number();
            if (number != 0 && !used.contains(number)) {
                delete(Manifest.deletedFile(number));
            }
        }
    }

    private void readNames() throws IOException {
        Part part = manifest.names();
        if (part.number() == 0) {
            return;
        }
        byte[] bytes = read(Manifest.namesFile(part.number()), part);
        Input in = new Input(bytes, 0, bytes.length);
        while (in.remaining() > 0) {
            names.define(in);
        }
        savedNames = names.logged();
    }

    private void openSegments() throws IOException {
        for (SegmentPart part : manifest.segments()) {
            String name = Manifest.segmentFile(part.number());
            if (!disk.exists(name)) {
                throw new CorruptStoreException("the event file " + disk.describe(name)
                        + " is missing; restore the store's directory from a backup");
            }
            Marks deleted = Marks.NONE;
            if (part.deleted().number() != 0) {
                byte[] bytes = read(Manifest.deletedFile(part.deleted().number()), part.deleted());
                long[] words = new long[bytes.length / 8];
                for (int i = 0; i < words.length; i++) {
                    words[i] = Numbers.getLong(bytes, 8 * i);
                }
                deleted = new Marks(words);
            }
            opened.add(new LiveSegment(Segment.open(disk, name, part.length()), deleted));
            parts.put(name, part);
            savedMarks.put(name, deleted);
        }
    }

    private byte[] read(String file, Part part) throws IOException {
        if (!disk.exists(file)) {
            throw new CorruptStoreException(
                    disk.describe(file) + " is missing; restore the store's directory from a backup");
        }
        byte[] bytes = disk.read(file).array();
        if (bytes.length != part.length() || Manifest.checksum(bytes, bytes.length) != part.checksum()) {
            throw new CorruptStoreException(disk.describe(file)
                    + " is damaged: its length or checksum is wrong; restore the store's directory from a backup");
        }
        return bytes;
    }

    private void deleteUnnamed() throws IOException {
        List<String> named = new ArrayList<>();
        named.add(Manifest.namesFile(manifest.names().number()));
        for (SegmentPart part : manifest.segments()) {
            named.add(Manifest.segmentFile(part.number()));
            named.add(Manifest.deletedFile(part.deleted().number()));
        }
        for (String file : disk.list()) {
            if (Manifest.isPart(file) && !named.contains(file)) {
                delete(file);
            }
        }
    }

    private void delete(String file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; that is tried again at the next start", disk.describe(file), e);
        }
    }
}
