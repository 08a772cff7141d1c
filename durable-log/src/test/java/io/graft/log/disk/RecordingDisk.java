package io.graft.log.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A disk in memory that remembers every operation, so that a test can cut the power at any of them: {@link #crash}
 * makes an image in which what was forced is there, and of the rest each write, at random, is there, is not, or is torn
 * at the 512-byte sectors; names that were not made durable are old or new. It can be full, broken or stuck, too.
 */
public final class RecordingDisk implements Disk {

    private final Map<String, Integer> names = new TreeMap<>();
    private final Map<Integer, MemoryFile> files = new HashMap<>();
    private final List<Operation> journal = new ArrayList<>();
    private final Map<String, byte[]> initial;
    private int nextFile;
    private long bytesRead;
    private Fault fault = Fault.NONE;
    private int operationsUntilFault;
    private CountDownLatch stuck = new CountDownLatch(0);

    /** What goes wrong with writes and forces. */
    private enum Fault {
        NONE,
        FULL,
        FULL_FOR_OVERWRITES,
        BROKEN
    }

    /** What was done; files are numbered in the order in which they were created. */
    sealed interface Operation {
        record Create(String name, int file) implements Operation {}

        record Rename(String from, String to, int file) implements Operation {}

        record Delete(String name) implements Operation {}

        record ForceNames() implements Operation {}

        @SuppressWarnings("ArrayRecordComponent")
        record Write(int file, long position, byte[] bytes) implements Operation {}

        record Resize(int file, long size) implements Operation {}

        record Force(int file) implements Operation {}
    }

    /** An empty disk. */
    public RecordingDisk() {
        this(Map.of());
    }

    /** A disk with these files, all of them durable. */
    public RecordingDisk(Map<String, byte[]> content) {
        initial = new TreeMap<>(content);
        initial.forEach((name, bytes) -> {
            files.put(nextFile, new MemoryFile(bytes));
            names.put(name, nextFile++);
        });
    }

    /** How many operations there were so far: a moment at which the power can be cut. */
    public synchronized int now() {
        return journal.size();
    }

    /** How many bytes were read so far. */
    public synchronized long bytesRead() {
        return bytesRead;
    }

    /**
     * After some more writes and forces those that need space fail, half done, until {@link #heal}.
     *
     * @param alsoOverwrites whether all need space, as on a file system that never overwrites in place; else those that
     *     make a file longer
     */
    public synchronized void fillUp(int operations, boolean alsoOverwrites) {
        fault = alsoOverwrites ? Fault.FULL_FOR_OVERWRITES : Fault.FULL;
        operationsUntilFault = operations;
    }

    /** After some more writes and forces all of them fail, half done, until {@link #heal}. */
    public synchronized void breakDown(int operations) {
        fault = Fault.BROKEN;
        operationsUntilFault = operations;
    }

    /** Space is back, nothing fails. */
    public synchronized void heal() {
        fault = Fault.NONE;
    }

    /** Forces of files wait from now on until {@link #unstick}. */
    public synchronized void stick() {
        stuck = new CountDownLatch(1);
    }

    /** Forces go on. */
    public synchronized void unstick() {
        stuck.countDown();
    }

    /** The content of all files, as programs see it. */
    public synchronized Map<String, byte[]> content() {
        Map<String, byte[]> content = new TreeMap<>();
        names.forEach((name, file) -> content.put(name, files.get(file).bytes()));
        return content;
    }

    /** The disk as it may be found after the power was cut at a moment: an image drawn at random. */
    public synchronized RecordingDisk crash(int moment, Random random) {
        return new RecordingDisk(new CrashImage(initial, journal.subList(0, moment), random).content());
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        beforeWrite(true);
        int file = nextFile++;
        files.put(file, new MemoryFile(new byte[0]));
        names.put(name, file);
        journal.add(new Operation.Create(name, file));
        return new Handle(name, file, false);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        return new Handle(name, fileOf(name), false);
    }

    @Override
    public synchronized DiskFile openReadOnly(String name) throws IOException {
        return new Handle(name, fileOf(name), true);
    }

    @Override
    public synchronized boolean exists(String name) {
        return names.containsKey(name);
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        int file = fileOf(from);
        names.remove(from);
        names.put(to, file);
        journal.add(new Operation.Rename(from, to, file));
    }

    @Override
    public synchronized void delete(String name) {
        if (names.remove(name) != null) {
            journal.add(new Operation.Delete(name));
        }
    }

    @Override
    public synchronized void forceDirectory() throws IOException {
        beforeWrite(false);
        journal.add(new Operation.ForceNames());
    }

    @Override
    public synchronized long usableSpace() {
        return fault == Fault.NONE ? 1L << 40 : 0;
    }

    @Override
    public String describe(String name) {
        return "/recorded/" + name;
    }

    private int fileOf(String name) throws NoSuchFileException {
        Integer file = names.get(name);
        if (file == null) {
            throw new NoSuchFileException(describe(name));
        }
        return file;
    }

    private boolean faultNow() {
        return fault != Fault.NONE && operationsUntilFault-- <= 0;
    }

    private void beforeWrite(boolean grows) throws IOException {
        if (faultNow()) {
            if (fault == Fault.BROKEN) {
                throw new IOException("Input/output error");
            }
            if (grows || fault == Fault.FULL_FOR_OVERWRITES) {
                throw new DiskFullException("no space left on the disk", new IOException("No space left on device"));
            }
        }
    }

    private final class Handle implements DiskFile {
        private final String name;
        private final int number;
        private final boolean readOnly;
        private boolean closed;

        Handle(String name, int number, boolean readOnly) {
            this.name = name;
            this.number = number;
            this.readOnly = readOnly;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long size() throws IOException {
            synchronized (RecordingDisk.this) {
                return file().size();
            }
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            synchronized (RecordingDisk.this) {
                byte[] bytes = new byte[target.remaining()];
                if (position + bytes.length > file().size()) {
                    throw new EOFException(name + " ends at " + file().size());
                }
                file().read(position, bytes);
                bytesRead += bytes.length;
                target.put(bytes);
            }
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            synchronized (RecordingDisk.this) {
                requireWritable();
                try {
                    beforeWrite(position + bytes.length > file().size());
                } catch (IOException e) {
                    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
                    boolean room = position + half.length <= file().size();
                    if (room) {
                        record(new Operation.Write(number, position, half));
                    }
                    throw e;
                }
                record(new Operation.Write(number, position, bytes));
            }
        }

        @Override
        public void force() throws IOException {
            CountDownLatch latch;
            synchronized (RecordingDisk.this) {
                latch = stuck;
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException("a test's disk was interrupted", e);
            }
            synchronized (RecordingDisk.this) {
                requireWritable();
                beforeWrite(false);
                journal.add(new Operation.Force(number));
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (RecordingDisk.this) {
                requireWritable();
                if (size < file().size()) {
                    record(new Operation.Resize(number, size));
                }
            }
        }

        @Override
        public void preallocate(long size) throws IOException {
            synchronized (RecordingDisk.this) {
                requireWritable();
                beforeWrite(size > file().size());
                if (size > file().size()) {
                    record(new Operation.Resize(number, size));
                }
                journal.add(new Operation.Force(number));
            }
        }

        @Override
        public void close() {
            synchronized (RecordingDisk.this) {
                closed = true;
            }
        }

        private void record(Operation operation) {
            journal.add(operation);
            files.get(number).apply(operation);
        }

        private MemoryFile file() throws IOException {
            if (closed) {
                throw new IOException(name + " is closed");
            }
            return files.get(number);
        }

        private void requireWritable() throws IOException {
            file();
            if (readOnly) {
                throw new IOException(name + " was opened for reading only");
            }
        }
    }
}
