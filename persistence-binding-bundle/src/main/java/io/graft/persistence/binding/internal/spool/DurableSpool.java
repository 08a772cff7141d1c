package io.graft.persistence.binding.internal.spool;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.CommitLimits;
import io.graft.log.Committing;
import io.graft.log.GroupBuffer;
import io.graft.log.GroupCommit;
import io.graft.log.QueueLog;
import io.graft.log.codec.Output;
import io.graft.log.disk.DirectoryLock;
import io.graft.log.disk.Disk;
import io.graft.log.disk.DiskFullException;
import io.graft.log.disk.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool in files that survive a loss of power. It makes them when there is something to keep, and has no thread and
 * no file but a small one when nothing has waited for ten seconds.
 */
public final class DurableSpool implements Spool {

    /** What is taken before {@link #limit} says otherwise. */
    public static final long DEFAULT_BYTES = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(DurableSpool.class);
    private static final String NAME = "spool";
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final long LARGEST_FILE = 16L << 20;
    private static final long SMALLEST_FILE = 64L << 10;
    private static final long NOTHING = Long.MIN_VALUE;

    private final Closeable lock;
    private final QueueLog log;
    private final GroupCommit<Request> commit;
    private final LongSupplier clock;
    private final Object oldestChange = new Object();
    private volatile long oldest;
    private volatile long limit = DEFAULT_BYTES;
    private volatile boolean closed;

    private DurableSpool(Disk disk, Closeable lock, String service, Metrics metrics, LongSupplier clock, Duration idle)
            throws IOException {
        this.lock = lock;
        this.clock = clock;
        this.log = QueueLog.open(disk, NAME, LARGEST_FILE);
        try {
            this.oldest = readOldest();
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
        this.commit = new GroupCommit<>(
                "graft-" + service + "-spool",
                service + "-spool",
                log,
                new Writing(),
                CommitLimits.DEFAULT,
                metrics,
                idle);
    }

    /** Events that are kept together, as records. */
    private record Request(List<Output> records, long bytes) {}

    /**
     * Opens a spool.
     *
     * @param directory where its files are; created if need be, and nobody else's
     * @param service whose it is; for the names of its thread and its metrics
     * @throws CorruptStoreException if events are missing that must be there; nothing is changed
     * @throws DirectoryLock.InUseException if the directory is used by another spool that is not closed
     */
    public static DurableSpool open(Path directory, String service, Metrics metrics) throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            return new DurableSpool(new RealDisk(directory), lock, service, metrics, System::currentTimeMillis, IDLE);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static DurableSpool open(Disk disk, String service, Metrics metrics, LongSupplier clock, Duration idle)
            throws IOException {
        return new DurableSpool(disk, () -> {}, service, metrics, clock, idle);
    }

    @Override
    public void append(List<Event> events) {
        List<Output> records = new ArrayList<>(events.size());
        long bytes = 0;
        for (Event event : events) {
            Output record = EventCodec.encode(event);
            records.add(record);
            bytes += record.size() + Integer.BYTES;
        }
        Request request = new Request(records, bytes);
        requireRoom(request, log.bytes());
        commit.submit(request, (int) Math.min(bytes, Integer.MAX_VALUE));
    }

    @Override
    public List<Spooled> peek(int maxEvents, long maxBytes) {
        requireOpen();
        Batch batch = new Batch(maxEvents, maxBytes);
        try {
            log.read(batch);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return batch.events;
    }

    @Override
    public void release(long position) {
        requireOpen();
        try {
            log.release(position);
            refreshOldest();
            if (log.bytes() == 0) {
                commit.checkpointed(position);
            }
        } catch (DiskFullException e) {
            throw new StoreUnavailableException(Reason.FULL, e.getMessage() + "; free some", e);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    Reason.READ_ONLY,
                    "the spool " + log.path() + " can't note what is done (" + e + "). Check the disk",
                    e);
        }
    }

    @Override
    public long lastPosition() {
        return log.lastSequence();
    }

    @Override
    public long releasedPosition() {
        return log.releasedPosition();
    }

    @Override
    public long events() {
        long released = log.releasedPosition();
        return log.lastSequence() - released;
    }

    @Override
    public long bytes() {
        return log.bytes();
    }

    @Override
    public OptionalLong oldestMillis() {
        long millis = oldest;
        return millis == NOTHING ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    @Override
    public void limit(long maxBytes) {
        limit = maxBytes;
        log.segmentBytes(Math.max(SMALLEST_FILE, Math.min(LARGEST_FILE, maxBytes / 8)));
    }

    @Override
    public void close() {
        closed = true;
        try {
            commit.close();
            lock.close();
        } catch (IOException e) {
            LOG.warn("the spool {} did not close as it should; what was acknowledged is there", log.path(), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the spool is closed");
        }
    }

    private void requireRoom(Request request, long taken) {
        long most = limit;
        if (taken + request.bytes() > most) {
            throw new StoreUnavailableException(
                    Reason.FULL,
                    most <= 0
                            ? "the spool is switched off"
                            : "the spool is full: it holds " + taken + " of " + most + " bytes, " + request.bytes()
                                    + " more are needed");
        }
    }

    private StoreUnavailableException unreadable(IOException e) {
        return new StoreUnavailableException(
                Reason.UNREACHABLE, "the spool " + log.path() + " can't be read (" + e + "). Check the disk", e);
    }

    private void refreshOldest() throws IOException {
        synchronized (oldestChange) {
            try {
                oldest = readOldest();
            } catch (CorruptStoreException e) {
                LOG.debug("{}: the next event can't be read, as who peeks is told", log.path(), e);
            }
        }
    }

    private long readOldest() throws IOException {
        long[] found = {NOTHING};
        log.read((position, bytes, from, length) -> {
            if (found[0] == NOTHING) {
                found[0] = EventCodec.spooledAt(bytes, from, length);
                return true;
            }
            return false;
        });
        return found[0];
    }

    /** Collects the oldest events. */
    private final class Batch implements QueueLog.Taker {
        private final List<Spooled> events = new ArrayList<>();
        private final int maxEvents;
        private final long maxBytes;
        private long bytes;

        Batch(int maxEvents, long maxBytes) {
            this.maxEvents = maxEvents;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean take(long position, byte[] record, int from, int length) {
            bytes += length;
            if (events.size() >= maxEvents || (!events.isEmpty() && bytes > maxBytes)) {
                return false;
            }
            try {
                events.add(EventCodec.decode(position, record, from, length));
            } catch (CorruptStoreException | IllegalArgumentException e) {
                if (!events.isEmpty()) {
                    return false; // said when those before it are done
                }
                throw new CorruptStoreException(
                        "event " + position + " of the spool " + log.path() + " can't be read: " + e.getMessage(), e);
            }
            return true;
        }
    }

    /** What the log's thread does. */
    private final class Writing implements Committing<Request> {
        private long groupTime;

        @Override
        public void prepare(Request request, GroupBuffer group) {
            requireRoom(request, log.bytes() + group.frameLength());
            if (group.isEmpty()) {
                groupTime = clock.getAsLong();
            }
            for (Output record : request.records()) {
                record.setLong(0, groupTime);
                group.add(record);
            }
        }

        @Override
        public void apply(long sequence, List<Request> requests) {
            synchronized (oldestChange) {
                if (oldest == NOTHING && log.releasedPosition() < sequence) {
                    oldest = groupTime;
                }
            }
        }

        @Override
        public void discard(List<Request> requests) {}

        @Override
        public void rolled(long lastSequence) {}
    }
}
