package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.codec.Input;
import io.graft.log.codec.Numbers;
import io.graft.log.codec.Output;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.DiskFullException;
import io.graft.persistence.embedded.internal.events.Manifest.Part;
import io.graft.persistence.embedded.internal.events.Manifest.SegmentPart;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import io.graft.persistence.embedded.internal.events.segment.SegmentWriter;
import io.graft.persistence.embedded.internal.events.segment.Source;
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
    /** What merges leave free for the files that the log waits for. */
    private static final long SPARE = 64L << 20;

    private final Disk disk;
    private final Names names;
    /** What the manifest says of each segment, and the marks that it has saved. */
    private final Map<String, SegmentPart> parts = new HashMap<>();

    private final Map<String, Marks> savedMarks = new HashMap<>();
    /** Files that a manifest names which may be in its place, or not: its directory could not be forced. */
    private final Set<String> uncertain = new HashSet<>();

    /** Segments that are needed only as long as an uncertain manifest may name them. */
    private final Set<String> abandoned = new HashSet<>();

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
        } catch (IOException | RuntimeException | Error e) {
            delete(file);
            throw e;
        }
    }

    /** Lets go of a segment that did not come to be among the tables. */
    synchronized void abandon(Segment segment) {
        if (parts.containsKey(segment.name())) {
            segment.release();
        } else if (uncertain.contains(segment.name())) {
            abandoned.add(segment.name());
            segment.release();
        } else {
            segment.discard();
        }
    }

    /**
     * Makes sure that there is space for a file that could be done without, and some more for those that could not.
     *
     * @throws DiskFullException if there is not
     */
    void requireSpace(long bytes) throws IOException {
        long space = disk.usableSpace();
        if (space < bytes + SPARE) {
            throw new DiskFullException(
                    "only " + (space >> 20) + " MiB are left on the disk of " + disk.describe("") + ", and "
                            + ((bytes + SPARE) >> 20) + " are needed to merge event files",
                    null);
        }
    }

    /**
     * Writes a manifest, and before it what it needs. After a failure the old manifest holds, or, where only the
     * directory could not be forced, this one: the files of both are left alone then.
     *
     * <p>What is deleted is saved only together with more of the log: the log has it until then.
     *
     * @param segments all the segments
     * @param covered the last group of the log that is in them
     */
    synchronized void save(List<LiveSegment> segments, long covered) throws IOException {
        int namesNow = names.logged();
        List<String> written = new ArrayList<>();
        Map<String, Marks> marks = new HashMap<>();
        Manifest next;
        try {
            next = prepare(segments, covered, namesNow == savedNames, written, marks);
        } catch (IOException | RuntimeException | Error e) {
            written.forEach(this::delete);
            throw e;
        }
        try {
            next.install(disk);
        } catch (IOException | RuntimeException | Error e) {
            uncertain.addAll(next.files());
            throw e;
        }
        savedNames = namesNow;
        savedMarks.clear();
        savedMarks.putAll(marks);
        parts.clear();
        next.segments().forEach(part -> parts.put(Manifest.segmentFile(part.number()), part));
        deleteUnused(next);
        manifest = next;
    }

    /** Writes the files of a manifest that are not there yet, and the manifest beside its place. */
    private Manifest prepare(
            List<LiveSegment> segments, long covered, boolean sameNames, List<String> written, Map<String, Marks> marks)
            throws IOException {
        Part dictionary = sameNames ? manifest.names() : saveNames(written);
        List<SegmentPart> nextParts = new ArrayList<>();
        for (LiveSegment live : segments) {
            String name = live.segment().name();
            SegmentPart known = parts.get(name);
            Marks saved = savedMarks.getOrDefault(name, Marks.NONE);
            boolean same = covered == manifest.covered() || live.deleted().count() == saved.count();
            if (known != null && same) {
                nextParts.add(known);
                marks.put(name, saved);
            } else {
                nextParts.add(save(live, written));
                marks.put(name, live.deleted());
            }
        }
        if (!written.isEmpty()) {
            disk.forceDirectory();
        }
        Manifest next = new Manifest(covered, nextFile, dictionary, nextParts);
        next.prepare(disk);
        return next;
    }

    void close() {
        opened.forEach(live -> live.segment().release());
    }

    private synchronized long takeNumber() {
        return nextFile++;
    }

    private Part saveNames(List<String> written) throws IOException {
        Output out = new Output(4096);
        names.writeLogged(out);
        long number = takeNumber();
        return write(Manifest.namesFile(number), number, out.toBytes(), written);
    }

    private SegmentPart save(LiveSegment live, List<String> written) throws IOException {
        Part deleted = Part.NONE;
        if (!live.deleted().isEmpty()) {
            long[] words = live.deleted().copyWords(live.segment().events());
            byte[] bytes = new byte[8 * words.length];
            for (int i = 0; i < words.length; i++) {
                Numbers.putLong(bytes, 8 * i, words[i]);
            }
            long number = takeNumber();
            deleted = write(Manifest.deletedFile(number), number, bytes, written);
        }
        return new SegmentPart(
                Manifest.number(live.segment().name()), live.segment().length(), deleted);
    }

    private Part write(String file, long number, byte[] bytes, List<String> written) throws IOException {
        written.add(file);
        try (DiskFile out = disk.create(file)) {
            out.write(0, ByteBuffer.wrap(bytes));
            out.force();
        }
        return new Part(number, bytes.length, Manifest.checksum(bytes, bytes.length));
    }

    /** Deletes what earlier manifests named; but for segments that are still in use. */
    private void deleteUnused(Manifest next) {
        Set<String> unused = new HashSet<>(uncertain);
        unused.addAll(manifest.files());
        unused.removeIf(Manifest::isSegment);
        unused.addAll(abandoned);
        unused.removeAll(next.files());
        unused.forEach(this::delete);
        uncertain.clear();
        abandoned.clear();
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
        Set<String> named = manifest.files();
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
