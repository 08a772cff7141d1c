package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.memory.MemoryTable;
import io.graft.persistence.embedded.internal.events.query.EntryList;
import io.graft.persistence.embedded.internal.events.query.LiveList;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * Where the events are at the moment: in memory, one table for each segment of the log, and in segment files.
 *
 * <p>Two locks. {@code structure} is held by whoever changes which tables and segments there are or what is deleted of
 * them; the log's thread holds it while it applies a change, so that nothing is merged away under it. {@code visible}
 * is held for writing only while readers would see something half-done, and for reading only while a reader notes what
 * there is: microseconds both. Nobody reads a file under {@code visible}.
 */
final class Tables {

    /**
     * A table in memory.
     *
     * @param lastSequence the last group of the log that it holds, once it is sealed; before, {@link Long#MAX_VALUE}
     */
    record Memory(MemoryTable table, long lastSequence) {
        boolean sealed() {
            return lastSequence != Long.MAX_VALUE;
        }
    }

    /**
     * What there is.
     *
     * @param memory the oldest first; the last one takes what is appended
     * @param segments in no particular order
     */
    record State(List<Memory> memory, List<LiveSegment> segments) {

        State {
            memory = List.copyOf(memory);
            segments = List.copyOf(segments);
        }

        MemoryTable active() {
            return memory.get(memory.size() - 1).table();
        }
    }

    private final Names names;
    private final ReentrantLock structure = new ReentrantLock();
    private final ReentrantReadWriteLock visible = new ReentrantReadWriteLock();
    private volatile State state;
    private boolean closed;

    Tables(Names names, List<LiveSegment> segments) {
        this.names = names;
        this.state = new State(List.of(new Memory(new MemoryTable(names), Long.MAX_VALUE)), segments);
    }

    /** What there is at the moment. The segments in it may be closed at any time, unless the structure is held. */
    State state() {
        return state;
    }

    /** Lets go of everything: from now on there is nothing to be seen or changed. Nothing the second time. */
    void close() {
        List<LiveSegment> segments = new ArrayList<>();
        holding(() -> hidden(() -> {
            if (!closed) {
                closed = true;
                segments.addAll(state.segments());
            }
        }));
        segments.forEach(live -> live.segment().release());
    }

    /** Does something while the tables and segments stay the same. */
    void holding(Runnable work) {
        structure.lock();
        try {
            work.run();
        } finally {
            structure.unlock();
        }
    }

    /** Does something that readers must not see half-done. */
    void hidden(Runnable work) {
        visible.writeLock().lock();
        try {
            work.run();
        } finally {
            visible.writeLock().unlock();
        }
    }

    /** Replaces what there is. */
    void change(UnaryOperator<State> next) {
        holding(() -> {
            requireOpen();
            State changed = next.apply(state);
            hidden(() -> state = changed);
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the store of events is closed");
        }
    }

    /** Begins a new table in memory. */
    void seal(long lastSequence) {
        change(old -> {
            List<Memory> memory = new ArrayList<>(old.memory());
            memory.set(memory.size() - 1, new Memory(old.active(), lastSequence));
            memory.add(new Memory(new MemoryTable(names), Long.MAX_VALUE));
            return new State(memory, old.segments());
        });
    }

    /** The oldest table that is sealed. */
    Optional<Memory> sealed() {
        return Optional.of(state.memory().get(0)).filter(Memory::sealed);
    }

    /** What is deleted of a table. */
    Marks deleted(MemoryTable table) {
        visible.readLock().lock();
        try {
            return table.deleted();
        } finally {
            visible.readLock().unlock();
        }
    }

    /** Notes what some lists hold at this moment. */
    View view(long... keys) {
        List<MemoryTable.Part> parts = new ArrayList<>();
        List<LiveSegment> segments;
        visible.readLock().lock();
        try {
            requireOpen();
            State current = state;
            for (Memory memory : current.memory()) {
                for (long key : keys) {
                    parts.addAll(memory.table().lists(key));
                }
            }
            segments = current.segments();
            segments.forEach(live -> live.segment().retain());
        } finally {
            visible.readLock().unlock();
        }
        return new View(parts, segments, keys);
    }

    /** Some lists as they were at one moment. Has to be closed. Used by one thread. */
    static final class View implements AutoCloseable {

        private final List<MemoryTable.Part> parts;
        private final List<LiveSegment> segments;
        private final long[] keys;

        View(List<MemoryTable.Part> parts, List<LiveSegment> segments, long[] keys) {
            this.parts = parts;
            this.segments = segments;
            this.keys = keys;
        }

        /** The lists, without what is deleted. */
        List<EntryList> lists() {
            List<EntryList> lists = new ArrayList<>();
            for (MemoryTable.Part part : parts) {
                lists.add(LiveList.of(part.entries(), part.deleted()));
            }
            for (LiveSegment segment : segments) {
                for (long key : keys) {
                    segment.list(key).ifPresent(lists::add);
                }
            }
            return lists;
        }

        /** The segments, which stay open until this is closed. */
        List<Segment> segments() {
            return segments.stream().map(LiveSegment::segment).toList();
        }

        @Override
        public void close() {
            for (LiveSegment segment : segments) {
                segment.segment().release();
            }
        }
    }

    /** The numbers of the streams that have an event that is not deleted. */
    Set<Integer> liveStreams() {
        Set<Integer> streams = new HashSet<>();
        List<LiveSegment> segments;
        visible.readLock().lock();
        try {
            requireOpen();
            State current = state;
            current.memory().forEach(memory -> streams.addAll(memory.table().liveStreams()));
            segments = current.segments();
            segments.forEach(live -> live.segment().retain());
        } finally {
            visible.readLock().unlock();
        }
        try {
            segments.forEach(live -> streams.addAll(live.streams()));
            return streams;
        } finally {
            segments.forEach(live -> live.segment().release());
        }
    }

    /** The record of an event that is not deleted. */
    Optional<byte[]> record(long most, long least) {
        List<LiveSegment> segments;
        visible.readLock().lock();
        try {
            requireOpen();
            State current = state;
            for (Memory memory : current.memory()) {
                int event = memory.table().find(most, least);
                if (event >= 0) {
                    return Optional.of(memory.table().record(event));
                }
            }
            segments = current.segments();
            segments.forEach(live -> live.segment().retain());
        } finally {
            visible.readLock().unlock();
        }
        try {
            for (LiveSegment live : segments) {
                int event = live.find(most, least);
                if (event >= 0) {
                    return Optional.of(live.segment().reader().record(event));
                }
            }
            return Optional.empty();
        } finally {
            segments.forEach(live -> live.segment().release());
        }
    }
}
