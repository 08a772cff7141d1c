package ${package};

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The keys of several ranges in the order of what follows their prefixes, one after the other. Of equal ones all are
 * given. Used by one thread.
 */
final class Merged {

    /** A key, and where what follows its prefix begins. */
    record Found(byte[] key, int at) {

        boolean follows(Found other) {
            return other == null
                    || Arrays.compareUnsigned(key, at, key.length, other.key, other.at, other.key.length) != 0;
        }
    }

    private static final class Source {
        final Table.Range range;
        long next;
        Found head;

        Source(Table.Range range) {
            this.range = range;
        }

        boolean advance() {
            if (next >= range.size()) {
                return false;
            }
            head = new Found(range.key(next), range.at());
            next++;
            return true;
        }
    }

    private static final Comparator<Source> ORDER = (a, b) -> Arrays.compareUnsigned(
            a.head.key, a.head.at, a.head.key.length, b.head.key, b.head.at, b.head.key.length);

    private final PriorityQueue<Source> sources = new PriorityQueue<>(ORDER);

    Merged(List<Table.Range> ranges) {
        for (Table.Range range : ranges) {
            Source source = new Source(range);
            if (source.advance()) {
                sources.add(source);
            }
        }
    }

    /** The same, without so many at the beginning. They are not looked at, but for those with the same first 8 bytes. */
    static Merged skipping(long offset, List<Table.Range> ranges) {
        if (ranges.size() == 1) {
            return new Merged(List.of(ranges.get(0).without(offset)));
        }
        long origin = 0;
        for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
            long later = origin | 1L << bit;
            if (size(ranges) - size(from(later, ranges)) <= offset) {
                origin = later;
            }
        }
        List<Table.Range> rest = from(origin, ranges);
        Merged merged = new Merged(rest);
        for (long left = offset - (size(ranges) - size(rest)); left > 0 && merged.next() != null; left--) {}
        return merged;
    }

    private static List<Table.Range> from(long beginning, List<Table.Range> ranges) {
        return ranges.stream()
                .filter(range -> range.size() > 0)
                .map(range -> range.from(ByteBuffer.allocate(range.at() + Long.BYTES)
                        .put(range.key(0), 0, range.at())
                        .putLong(beginning)
                        .array()))
                .toList();
    }

    private static long size(List<Table.Range> ranges) {
        return ranges.stream().mapToLong(Table.Range::size).sum();
    }

    /** The next key, or null. */
    Found next() {
        Source first = sources.poll();
        if (first == null) {
            return null;
        }
        Found found = first.head;
        if (first.advance()) {
            sources.add(first);
        }
        return found;
    }
}
