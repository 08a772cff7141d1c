package ${package};

import org.h2.mvstore.MVMap;

/** Keys in the order of their bytes, with values. Counts and finds the nth key without looking at the others. */
final class Table {

    private final MVMap<byte[], byte[]> map;

    Table(MVMap<byte[], byte[]> map) {
        this.map = map;
    }

    /** Null if there is none. */
    byte[] get(byte[] key) {
        return map.get(key);
    }

    boolean has(byte[] key) {
        return map.containsKey(key);
    }

    void put(byte[] key, byte[] value) {
        map.put(key, value);
    }

    boolean remove(byte[] key) {
        return map.remove(key) != null;
    }

    /** The keys that begin with these bytes. */
    Range range(byte[] prefix) {
        return range(prefix.length, prefix, Key.after(prefix));
    }

    /**
     * The keys from one, included, to another, excluded.
     *
     * @param at how many bytes at their beginning don't matter for their order
     */
    Range range(int at, byte[] from, byte[] to) {
        long first = rank(from);
        return new Range(this, at, first, Math.max(first, rank(to)));
    }

    /** How many keys are less. */
    long rank(byte[] key) {
        long index = map.getKeyIndex(key);
        return index >= 0 ? index : -index - 1;
    }

    byte[] key(long rank) {
        return map.getKey(rank);
    }

    /**
     * Neighbouring keys, as they are now.
     *
     * @param at where in each key that begins by which they are ordered
     * @param first the rank of the first
     * @param end the rank behind the last
     */
    record Range(Table table, int at, long first, long end) {

        long size() {
            return end - first;
        }

        byte[] key(long index) {
            return table.key(first + index);
        }

        /** The same range without so many at its beginning. */
        Range without(long passedOver) {
            return new Range(table, at, first + Math.min(size(), passedOver), end);
        }

        /** The same range without what is less than a key. */
        Range from(byte[] key) {
            long rank = table.rank(key);
            return new Range(table, at, Math.min(end, Math.max(first, rank)), end);
        }
    }
}
