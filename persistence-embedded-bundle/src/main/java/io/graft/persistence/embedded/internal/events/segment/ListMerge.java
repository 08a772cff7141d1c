package io.graft.persistence.embedded.internal.events.segment;

import io.graft.persistence.embedded.internal.events.query.ListKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Merges the lists of several sources, key by key. */
final class ListMerge {

    private final List<Source> sources;
    private final MergeOrder events;
    private final MergeOrder readings;
    private long[] keys = new long[64];
    private int[] starts = new int[65];
    private int count;

    ListMerge(List<Source> sources, MergeOrder events, MergeOrder readings) {
        this.sources = sources;
        this.events = events;
        this.readings = readings;
    }

    /** Writes the entries of all lists. */
    void write(SegmentOutput out) throws IOException {
        int[] next = new int[sources.size()];
        int written = 0;
        for (long key = lowestKey(next); key != Long.MAX_VALUE; key = lowestKey(next)) {
            int size = write(key, next, out);
            if (size > 0) {
                written = Math.addExact(written, size);
                add(key, written);
            }
        }
    }

    /** The number of lists that have an entry. */
    int count() {
        return count;
    }

    long key(int list) {
        return keys[list];
    }

    /** Where a list begins, and behind the last one where that ends. */
    int start(int list) {
        return starts[list];
    }

    private void add(long key, int end) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
        }
        keys[count++] = key;
        starts[count] = end;
    }

    private long lowestKey(int[] next) {
        long lowest = Long.MAX_VALUE;
        for (int s = 0; s < next.length; s++) {
            Source source = sources.get(s);
            if (next[s] < source.lists()) {
                lowest = Math.min(lowest, source.key(next[s]));
            }
        }
        return lowest;
    }

    private int write(long key, int[] next, SegmentOutput out) throws IOException {
        MergeOrder order = ListKey.isReadings(key) ? readings : events;
        Part[] parts = new Part[sources.size()];
        int count = 0;
        for (int s = 0; s < next.length; s++) {
            Source source = sources.get(s);
            if (next[s] < source.lists() && source.key(next[s]) == key) {
                parts[count++] = new Part(source.entries(next[s]++), order.places(s));
            }
        }
        int written = 0;
        while (true) {
            Part first = null;
            for (int i = 0; i < count; i++) {
                if (first == null || parts[i].head < first.head) {
                    first = parts[i];
                }
            }
            if (first == null || first.head == Integer.MAX_VALUE) {
                return written;
            }
            out.putInt(first.head);
            written++;
            first.advance();
        }
    }

    private static final class Part {
        private final Source.Entries entries;
        private final int[] places;
        private int next;
        private int head;

        Part(Source.Entries entries, int[] places) {
            this.entries = entries;
            this.places = places;
            advance();
        }

        void advance() {
            head = Integer.MAX_VALUE;
            while (next < entries.size() && head == Integer.MAX_VALUE) {
                int place = places[entries.get(next++)];
                if (place >= 0) {
                    head = place;
                }
            }
        }
    }
}
