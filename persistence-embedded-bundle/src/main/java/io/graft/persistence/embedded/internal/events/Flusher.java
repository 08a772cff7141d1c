package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.GroupCommit;
import io.graft.log.disk.DiskFullException;
import io.graft.persistence.embedded.internal.events.memory.MemorySource;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the tables of full log segments to files, so that the log can be used again. One thread. */
final class Flusher {

    private final Tables tables;
    private final StoreFiles files;
    private final Publisher publisher;
    private final GroupCommit<Change> commit;
    private final Runnable published;
    private final Metrics.Timer duration;
    private final Worker worker;
    /** What was written for a table that could not be published yet. */
    private Flushed pending;

    private volatile StoreUnavailableException failure;

    /** @param published is done after each new segment */
    Flusher(
            Tables tables,
            StoreFiles files,
            Publisher publisher,
            GroupCommit<Change> commit,
            Duration retry,
            Metrics metrics,
            Runnable published) {
        this.tables = tables;
        this.files = files;
        this.publisher = publisher;
        this.commit = commit;
        this.published = published;
        this.duration = metrics.timer(
                "graft_store_flush_seconds", "Writing a full table of events to its file.", "store", "events");
        this.worker = new Worker(
                "graft-embedded-events-flush",
                "events can't be written to their files at the moment; they are safe in the log, which will be full at"
                        + " some time",
                this::flush,
                this::failed,
                retry);
    }

    Worker worker() {
        return worker;
    }

    /** Lets go of what could not be published, once the thread has ended. */
    void abandon() {
        if (pending != null) {
            pending.written().map(StoreFiles.Written::segment).ifPresent(files::abandon);
        }
    }

    /** Why the log can't be emptied at the moment, if so. */
    Optional<StoreUnavailableException> failure() {
        return Optional.ofNullable(failure);
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
    private long flush() throws IOException {
        Optional<Tables.Memory> sealed = tables.sealed();
        if (sealed.isEmpty()) {
            return Worker.UNTIL_WOKEN;
        }
        long start = System.nanoTime();
        if (pending == null) {
            Marks left = tables.deleted(sealed.get().table());
            MemorySource source = new MemorySource(sealed.get().table(), left);
            pending = new Flushed(source, left, files.write(List.of(source), Pace.FULL));
        }
        publisher.publish(sealed.get(), pending);
        pending = null;
        failure = null;
        commit.checkpointed(sealed.get().lastSequence());
        duration.record(System.nanoTime() - start);
        published.run();
        return Worker.AT_ONCE;
    }

    private void failed(Throwable e) {
        boolean full = e instanceof DiskFullException;
        failure = new StoreUnavailableException(
                full ? Reason.FULL : Reason.READ_ONLY,
                "the log of events can't be emptied (" + e.getMessage() + "), and takes no changes when it is full"
                        + (full ? "; free some space, or delete old events" : "; check the disk"),
                e);
        commit.checkpointFailed(failure);
    }
}
