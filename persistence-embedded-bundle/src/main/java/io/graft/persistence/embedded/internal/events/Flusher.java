package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.embedded.internal.events.memory.MemorySource;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import io.graft.persistence.embedded.internal.io.DiskFullException;
import io.graft.persistence.embedded.internal.log.GroupCommit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the tables of full log segments to files, so that the log can be used again. One thread. */
final class Flusher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

    private final Tables tables;
    private final StoreFiles files;
    private final Publisher publisher;
    private final GroupCommit<Change> commit;
    private final Runnable published;
    private final Metrics.Timer duration;
    private final Worker worker;
    /** What was written for a table that could not be published yet. */
    private Flushed pending;

    private boolean failing;

    /** @param published is done after each new segment */
    Flusher(
            Tables tables,
            StoreFiles files,
            Publisher publisher,
            GroupCommit<Change> commit,
            Metrics metrics,
            Runnable published) {
        this.tables = tables;
        this.files = files;
        this.publisher = publisher;
        this.commit = commit;
        this.published = published;
        this.duration = metrics.timer(
                "graft_store_flush_seconds", "Writing a full table of events to its file.", "store", "events");
        this.worker = new Worker("graft-embedded-events-flush", this::flush);
    }

    void start() {
        worker.start();
    }

    /** Says that a table was sealed. */
    void wake() {
        worker.wake();
    }

    @Override
    public void close() {
        worker.close();
    }

    private record Flushed(MemorySource source, Marks left, Optional<StoreFiles.Written> written)
            implements Publisher.Flush {

        @Override
        public LiveSegment segment(Tables tables) {
            if (written.isEmpty()) {
                return null;
            }
            StoreFiles.Written file = written.get();
            LiveSegment all = new LiveSegment(file.segment(), Marks.NONE);
            Marks deleted = tables.deleted(source.table());
            if (deleted.count() == left.count()) {
                return all;
            }
            int[] places = file.places()[0];
            int[] since = new int[deleted.count() - left.count()];
            int count = 0;
            for (int entry = deleted.next(0); entry >= 0; entry = deleted.next(entry + 1)) {
                if (!left.contains(entry)) {
                    since[count++] = places[source.place(entry)];
                }
            }
            return all.withoutAll(since);
        }
    }

    /** Writes the oldest sealed table; gives back how long to wait before the next turn. */
    private long flush() {
        Optional<Tables.Memory> sealed = tables.sealed();
        if (sealed.isEmpty()) {
            return Worker.UNTIL_WOKEN;
        }
        try {
            long start = System.nanoTime();
            if (pending == null) {
                Marks left = tables.deleted(sealed.get().table());
                MemorySource source = new MemorySource(sealed.get().table(), left);
                pending = new Flushed(source, left, files.write(List.of(source), Pace.FULL));
            }
            publisher.publish(sealed.get(), pending);
            pending = null;
            commit.checkpointed(sealed.get().lastSequence());
            duration.record(System.nanoTime() - start);
            if (failing) {
                failing = false;
                LOG.info("events can be written to files again");
            }
            published.run();
            return Worker.AT_ONCE;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return Worker.RETRY;
        }
    }

    private void failed(Exception e) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "events can't be written to their files at the moment; they are safe in the log, which will be full at some time; it is tried again every 2 s",
                    e);
        }
        boolean full = e instanceof DiskFullException;
        commit.checkpointFailed(new StoreUnavailableException(
                full ? Reason.FULL : Reason.READ_ONLY,
                "the log of events is full, and it can't be emptied: " + e.getMessage()
                        + (full ? "; free some space, or delete old events" : "; check the disk"),
                e));
    }
}
