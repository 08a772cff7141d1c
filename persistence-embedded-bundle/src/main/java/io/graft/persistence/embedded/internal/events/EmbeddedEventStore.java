package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.CommitLimits;
import io.graft.log.GroupCommit;
import io.graft.log.RedoLog;
import io.graft.log.disk.Disk;
import io.graft.persistence.embedded.internal.ProvidedStore;
import io.graft.persistence.embedded.internal.events.codec.EventDecoder;
import io.graft.persistence.embedded.internal.events.codec.EventEncoder;
import io.graft.persistence.embedded.internal.events.codec.Names;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The events in one directory. The way of an event: encoded by the thread that appends it, made durable by the log's
 * thread ({@link GroupCommit}), put into the table in memory ({@link EventChanges}), from where it goes to a segment file
 * when the log's segment is full ({@link Flusher}), and with that into larger ones ({@link Merger}).
 */
public final class EmbeddedEventStore implements EventStore, ProvidedStore {

    private static final String LOG_NAME = "events";
    /** A batch is written in pieces of about this size. */
    private static final int PIECE = 1 << 20;

    private final Names names;
    private final Tables tables;
    private final EventQueries queries;
    private final GroupCommit<Change> commit;
    private final Flusher flusher;
    private final Merger merger;
    private final StoreGauges gauges;
    private final Metrics.Timer reading;
    private final String place;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedEventStore(
            Names names,
            Tables tables,
            StoreFiles files,
            Publisher publisher,
            EventChanges changes,
            RedoLog log,
            EventSettings settings,
            MergePolicy policy,
            Duration retry,
            Metrics metrics) {
        this.place = log.path();
        this.names = names;
        this.tables = tables;
        this.queries = new EventQueries(tables, names, new EventDecoder(names));
        this.commit =
                new GroupCommit<>("graft-embedded-events-log", LOG_NAME, log, changes, settings.limits(), metrics);
        this.merger = new Merger(tables, files, publisher, policy, retry, metrics);
        this.flusher = new Flusher(tables, files, publisher, commit, retry, metrics, merger.worker()::wake);
        this.reading = metrics.timer("graft_store_read_seconds", "One question, until its answer.", "store", "events");
        this.gauges = new StoreGauges(tables, names, metrics);
        changes.onSealed(flusher.worker()::wake);
        changes.onFull(commit::requestRoll);
    }

    /**
     * Opens the store, creates it if the directory is empty.
     *
     * @param disk nobody else writes files there whose names begin with {@code events}
     * @throws io.graft.api.persistence.CorruptStoreException if something stored is damaged; it is left as it is
     */
    public static EmbeddedEventStore open(Disk disk, EventSettings settings, Metrics metrics) throws IOException {
        return open(disk, settings, MergePolicy.DEFAULT, Worker.RETRY, metrics);
    }

    static EmbeddedEventStore open(
            Disk disk, EventSettings settings, MergePolicy policy, Duration retry, Metrics metrics) throws IOException {
        Names names = new Names(settings.mostNames());
        StoreFiles files = StoreFiles.open(disk, names);
        try {
            Tables tables = new Tables(names, files.segments());
            Publisher publisher = new Publisher(tables, files);
            EventChanges changes = new EventChanges(tables, names, publisher::drop, settings.tableBytes());
            RedoLog log = RedoLog.open(disk, LOG_NAME, settings.logSegmentBytes(), files.covered(), changes);
            EmbeddedEventStore store = new EmbeddedEventStore(
                    names, tables, files, publisher, changes, log, settings, policy, retry, metrics);
            store.flusher.worker().start();
            store.merger.worker().start();
            return store;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    @Override
    public AppendResult append(List<Event> batch) {
        requireOpen();
        Set<UUID> duplicates = new HashSet<>(0);
        EventEncoder encoder = new EventEncoder(names);
        for (Event event : batch) {
            encoder.add(event);
            if (encoder.size() > PIECE) {
                append(encoder, duplicates);
                encoder = new EventEncoder(names);
            }
        }
        if (encoder.size() > 0) {
            append(encoder, duplicates);
        }
        return duplicates.isEmpty() ? AppendResult.ALL_NEW : new AppendResult(duplicates);
    }

    private void append(EventEncoder encoder, Set<UUID> duplicates) {
        Change.Append append = new Change.Append(encoder.toBytes(Change.APPEND));
        commit.submit(append, append.toRecord().length);
        duplicates.addAll(append.duplicates());
    }

    @Override
    public Optional<Event> event(UUID id) {
        return timed(() -> queries.event(id));
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return timed(() -> queries.events(query));
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return timed(() -> queries.readings(query));
    }

    @Override
    public long countEvents(EventFilter filter) {
        return timed(() -> queries.count(filter));
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return timed(() -> queries.count(filter));
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return timed(() -> queries.aggregate(filter, function));
    }

    @Override
    public long delete(EventFilter filter) {
        requireOpen();
        Change.DeleteSelection deletion = new Change.DeleteSelection(filter, queries.select(filter));
        commit.submit(deletion, 0);
        merger.worker().wake();
        return deletion.deleted();
    }

    @Override
    public boolean delete(UUID id) {
        requireOpen();
        Change.DeleteOne deletion = new Change.DeleteOne(id);
        commit.submit(deletion, 0);
        merger.worker().wake();
        return deletion.found();
    }

    @Override
    public List<EventStream> streams() {
        return timed(() -> queries.streams());
    }

    @Override
    public Optional<StoreUnavailableException> failure() {
        return commit.failure().or(flusher::failure);
    }

    @Override
    public List<String> warnings() {
        return merger.warnings();
    }

    @Override
    public void limits(CommitLimits limits) {
        commit.limits(limits);
    }

    /** Completes or refuses what is running, and lets go of everything. What is in memory only is in the log, too. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        gauges.close();
        merger.worker().stop();
        try {
            // what waits may need room in the log, which the flusher makes
            commit.close();
        } finally {
            flusher.worker().stop();
            closeFiles();
        }
    }

    private void closeFiles() throws IOException {
        boolean flushed = flusher.worker().join();
        boolean merged = merger.worker().join();
        tables.close();
        if (!flushed || !merged) {
            throw new IOException(
                    "the disk of " + place + " does not answer; a thread of the store of events is left behind");
        }
        flusher.abandon();
    }

    private <R> R timed(Supplier<R> question) {
        requireOpen();
        long start = System.nanoTime();
        R answer = question.get();
        reading.record(System.nanoTime() - start);
        return answer;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new StoreUnavailableException(Reason.CLOSED, "the store of events is closed");
        }
    }
}
