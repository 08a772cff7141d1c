package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Reads the events of a range chunk by chunk, the newest first, and one chunk ahead of who takes them. Used by one
 * thread.
 */
final class ChunkReader {

    static final long MOST_BYTES = 8L << 20;

    private final Insistence insistence;
    private final Endpoint<EventStore> source;
    private final TimeRange range;
    private final int limit;
    private final Executor ahead;
    private CompletableFuture<Chunk> next;
    private Chunk before;

    /**
     * Reads nothing yet.
     *
     * @param limit how many events a chunk has at most
     * @param ahead runs what is read ahead
     */
    ChunkReader(Insistence insistence, Endpoint<EventStore> source, TimeRange range, int limit, Executor ahead) {
        this.insistence = insistence;
        this.source = source;
        this.range = range;
        this.limit = limit;
        this.ahead = ahead;
    }

    /** The next chunk; empty behind the last one. */
    Optional<Chunk> next() {
        if (before != null && before.last().isEmpty()) {
            return Optional.empty();
        }
        Chunk chunk = next == null ? read(Optional.empty()) : join(next);
        if (chunk.last().isPresent()) {
            next = CompletableFuture.supplyAsync(() -> read(chunk.last()), ahead);
        }
        before = chunk;
        return Optional.of(chunk);
    }

    private Chunk read(Optional<EventCursor> after) {
        EventQuery query = new EventQuery(EventFilter.ALL.within(range), after, 0, limit, MOST_BYTES, false);
        Page<Event> page = insistence.on(source, store -> store.events(query));
        List<Event> events = page.items();
        boolean end = events.isEmpty() || (events.size() < limit && !page.truncated());
        Optional<EventCursor> last =
                end ? Optional.empty() : Optional.of(EventCursor.of(events.get(events.size() - 1)));
        EventDigest digest = new EventDigest();
        events.forEach(digest::add);
        return new Chunk(range, after, last, events, digest.end());
    }

    private static Chunk join(CompletableFuture<Chunk> read) {
        try {
            return read.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
