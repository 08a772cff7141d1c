package io.graft.persistence.embedded.internal.events.segment;

import io.graft.persistence.embedded.internal.events.query.EntryList;
import io.graft.persistence.embedded.internal.events.query.ListKey;
import io.graft.persistence.embedded.internal.events.query.LiveList;
import io.graft.persistence.embedded.internal.events.query.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A segment, and which of its events are deleted. Immutable. */
public final class LiveSegment {

    private static final int REMEMBERED_LISTS = 256;

    private final Segment segment;
    private final Marks deleted;
    private final Map<Long, Marks> byList = new ConcurrentHashMap<>();

    public LiveSegment(Segment segment, Marks deleted) {
        this.segment = segment;
        this.deleted = deleted;
    }

    public Segment segment() {
        return segment;
    }

    public Marks deleted() {
        return deleted;
    }

    /** How many events are left. */
    public int events() {
        return segment.events() - deleted.count();
    }

    /** The same segment with more events deleted. */
    public LiveSegment without(Marks more) {
        return new LiveSegment(segment, deleted.and(more, segment.events()));
    }

    /** The same segment without the events with these numbers. */
    public LiveSegment withoutAll(int[] events) {
        long[] words = Marks.words(segment.events());
        for (int event : events) {
            Marks.set(words, event);
        }
        return events.length == 0 ? this : without(new Marks(words));
    }

    /** What is left of a list, if the segment has it. */
    public Optional<EntryList> list(long key) {
        SegmentReader reader = segment.reader();
        return reader.list(key).map(list -> deleted.isEmpty() ? list : LiveList.of(list, positions(key, reader)));
    }

    /** The event with this id if it is not deleted; -1 if there is none. */
    public int find(long most, long least) {
        if (!segment.mayContain(Fingerprint.of(most, least))) {
            return -1;
        }
        int event = segment.reader().find(most, least);
        return event >= 0 && deleted.contains(event) ? -1 : event;
    }

    /** The streams that have an event here that is not deleted. */
    public List<Integer> streams() {
        SegmentReader reader = segment.reader();
        List<Integer> streams = new ArrayList<>();
        for (long key : reader.keys()) {
            if (ListKey.isStream(key)
                    && (deleted.isEmpty()
                            || list(key).filter(list -> list.size() > 0).isPresent())) {
                streams.add(ListKey.owner(key));
            }
        }
        return streams;
    }

    private Marks positions(long key, SegmentReader reader) {
        Marks known = byList.get(key);
        if (known == null) {
            known = reader.positions(key, deleted);
            if (byList.size() < REMEMBERED_LISTS) {
                byList.put(key, known);
            }
        }
        return known;
    }
}
