package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.Committing;
import io.graft.log.GroupBuffer;
import io.graft.log.Replay;
import io.graft.log.codec.Input;
import io.graft.log.codec.Numbers;
import io.graft.persistence.embedded.internal.events.codec.Names;
import io.graft.persistence.embedded.internal.events.codec.RecordHead;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Applies changes in the order of the log. What a change does depends only on the changes before it, so that replaying
 * the log gives the same events: whether an event is a duplicate is decided here, not before it is written.
 *
 * <p>Used by the log's thread, and before that starts, by the one that opens the store.
 */
final class EventChanges implements Committing<Change>, Replay {

    /** How many events are added before readers get their turn. */
    private static final int CHUNK = 256;

    private final Tables tables;
    private final Names names;
    private final Consumer<Segment> dropped;
    private final long tableBytes;
    private final RecordHead head = new RecordHead();
    private final int[] offsets = new int[CHUNK];
    private final int[] lengths = new int[CHUNK];
    private Runnable sealed = () -> {};
    private Runnable full = () -> {};

    /**
     * @param dropped gets the segments that hold nothing any more; they are not part of the tables then
     * @param tableBytes how large a table may become in memory, about
     */
    EventChanges(Tables tables, Names names, Consumer<Segment> dropped, long tableBytes) {
        this.tables = tables;
        this.names = names;
        this.dropped = dropped;
        this.tableBytes = tableBytes;
    }

    /** Has something done whenever a table is sealed. */
    void onSealed(Runnable action) {
        sealed = action;
    }

    /** Has something done whenever the active table takes more memory than it should. */
    void onFull(Runnable action) {
        full = action;
    }

    @Override
    public void prepare(Change request, GroupBuffer group) {
        byte[] record = request.toRecord();
        try {
            group.add(record);
        } catch (OutOfMemoryError e) {
            throw new StoreUnavailableException(
                    StoreUnavailableException.Reason.BUSY,
                    "there is not enough memory to write a change of " + record.length + " bytes now; try again later",
                    e);
        }
    }

    @Override
    public void apply(long sequence, List<Change> requests) {
        tables.holding(() -> requests.forEach(this::apply));
        if (tables.state().active().bytes() > tableBytes) {
            full.run();
        }
    }

    @Override
    public void discard(List<Change> requests) {}

    @Override
    public void rolled(long lastSequence) {
        tables.seal(lastSequence);
        sealed.run();
    }

    @Override
    public void record(long sequence, ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        tables.holding(() -> apply(Change.read(bytes)));
    }

    private void apply(Change change) {
        if (change instanceof Change.Append append) {
            append(append);
        } else if (change instanceof Change.DeleteOne one) {
            delete(one);
        } else if (change instanceof Change.DeleteSelection selection) {
            delete(selection);
        }
    }

    private void append(Change.Append append) {
        byte[] record = append.toRecord();
        Input in = new Input(record, 1, record.length - 1);
        int definitions = in.getSize();
        for (int i = 0; i < definitions; i++) {
            names.define(in);
        }
        int left = in.getSize();
        while (left > 0) {
            int count = Math.min(left, CHUNK);
            int fresh = 0;
            for (int i = 0; i < count; i++) {
                int length = in.getSize();
                offsets[fresh] = in.position();
                lengths[fresh] = length;
                in.skip(length);
                if (isInSegment(record, offsets[fresh])) {
                    append.duplicates().add(id(record, offsets[fresh]));
                } else {
                    fresh++;
                }
            }
            int some = fresh;
            tables.hidden(() -> addToMemory(append, some));
            left -= count;
        }
    }

    private boolean isInSegment(byte[] record, int offset) {
        long most = Numbers.getLong(record, offset);
        long least = Numbers.getLong(record, offset + 8);
        for (LiveSegment segment : tables.state().segments()) {
            if (segment.find(most, least) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void addToMemory(Change.Append append, int count) {
        Tables.State state = tables.state();
        byte[] record = append.toRecord();
        for (int i = 0; i < count; i++) {
            head.parse(record, offsets[i], lengths[i]);
            boolean known = false;
            for (Tables.Memory memory : state.memory()) {
                known |= memory.table().find(head.mostSignificant(), head.leastSignificant()) >= 0;
            }
            if (known) {
                append.duplicates().add(id(record, offsets[i]));
            } else {
                state.active().add(head, record, offsets[i], lengths[i]);
            }
        }
    }

    private static UUID id(byte[] record, int offset) {
        return new UUID(Numbers.getLong(record, offset), Numbers.getLong(record, offset + 8));
    }

    private void delete(Change.DeleteOne one) {
        long most = one.id().getMostSignificantBits();
        long least = one.id().getLeastSignificantBits();
        Tables.State state = tables.state();
        for (Tables.Memory memory : state.memory()) {
            int event = memory.table().find(most, least);
            if (event >= 0) {
                tables.hidden(() -> memory.table().delete(single(event)));
                one.setFound();
                return;
            }
        }
        for (LiveSegment live : state.segments()) {
            int event = live.find(most, least);
            if (event >= 0) {
                replace(live, live.without(single(event)));
                one.setFound();
                return;
            }
        }
    }

    private static Marks single(int event) {
        long[] words = Marks.words(event + 1);
        Marks.set(words, event);
        return new Marks(words);
    }

    private void delete(Change.DeleteSelection selection) {
        EventFilter filter = selection.filter();
        long[] keys = ListKeys.of(filter, names);
        long start = filter.range().start();
        long end = filter.range().end();
        List<Runnable> marking = new ArrayList<>();
        Tables.State state = tables.state();
        for (long key : keys) {
            for (Tables.Memory memory : state.memory()) {
                Marks found = memory.table().select(key, start, end);
                if (!found.isEmpty()) {
                    marking.add(() -> memory.table().delete(found));
                    selection.add(found.count());
                }
            }
        }
        List<LiveSegment> left = new ArrayList<>();
        List<Segment> empty = new ArrayList<>();
        for (LiveSegment live : state.segments()) {
            LiveSegment rest = without(live, keys, selection);
            selection.add(live.events() - (long) rest.events());
            if (rest.events() == 0) {
                empty.add(live.segment());
            } else {
                left.add(rest);
            }
        }
        tables.hidden(() -> {
            marking.forEach(Runnable::run);
            tables.change(old -> new Tables.State(old.memory(), left));
        });
        empty.forEach(dropped);
    }

    private static LiveSegment without(LiveSegment live, long[] keys, Change.DeleteSelection selection) {
        Marks selected = selection.selected(live.segment()).orElseGet(() -> live.segment()
                .select(keys, selection.filter().range()));
        return selected.isEmpty() ? live : live.without(selected);
    }

    private void replace(LiveSegment old, LiveSegment changed) {
        tables.change(state -> {
            List<LiveSegment> segments = new ArrayList<>(state.segments());
            if (changed.events() == 0) {
                segments.remove(old);
            } else {
                segments.set(segments.indexOf(old), changed);
            }
            return new Tables.State(state.memory(), segments);
        });
        if (changed.events() == 0) {
            dropped.accept(changed.segment());
        }
    }
}
