package io.graft.persistence.mongo.internal.counts;

import java.util.ArrayList;
import java.util.List;

/** The buckets of one list, the oldest first. Guarded by the ledger's lock. */
final class CountList {

    private final ListKey key;
    private final List<Bucket> buckets = new ArrayList<>(1);

    /** No entry of the list is newer; only known once everything in the last bucket came through this ledger. */
    private long newest = Long.MAX_VALUE;

    CountList(ListKey key) {
        this.key = key;
    }

    static CountList empty(ListKey key) {
        CountList list = new CountList(key);
        list.buckets.add(new Bucket(key, Long.MIN_VALUE));
        list.newest = Long.MIN_VALUE;
        return list;
    }

    /** Adds what was stored; called in the order of the origins. */
    Bucket load(long from) {
        Bucket bucket = new Bucket(key, from);
        add(buckets.size(), bucket);
        return bucket;
    }

    ListKey key() {
        return key;
    }

    List<Bucket> buckets() {
        return buckets;
    }

    Bucket first() {
        return buckets.get(0);
    }

    Bucket last() {
        return buckets.get(buckets.size() - 1);
    }

    /** The index of the bucket that an origin falls into. */
    int indexOf(long origin) {
        int low = 0;
        int high = buckets.size() - 1;
        if (buckets.get(high).from <= origin) {
            return high;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (buckets.get(middle).from <= origin) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The bucket for a new entry; the newest entries of all begin a new one when the last is full. */
    Bucket place(long origin, int full) {
        Bucket bucket = buckets.get(indexOf(origin));
        if (bucket.next == null && newest != Long.MAX_VALUE) {
            if (bucket.count + bucket.changing >= full && origin > newest && !bucket.taken) {
                bucket = divide(bucket, newest + 1);
            }
            newest = Math.max(newest, origin);
        }
        return bucket;
    }

    /** Begins a new bucket within another one. */
    Bucket divide(Bucket bucket, long from) {
        Bucket added = new Bucket(key, from);
        add(indexOf(from) + 1, added);
        return added;
    }

    /** Lets the bucket before it take over its span. */
    void remove(Bucket bucket) {
        int index = indexOf(bucket.from);
        buckets.remove(index);
        bucket.previous.next = bucket.next;
        if (bucket.next != null) {
            bucket.next.previous = bucket.previous;
        } else {
            newest = Long.MAX_VALUE;
        }
    }

    boolean newestUnknown() {
        return newest == Long.MAX_VALUE;
    }

    void newest(long origin) {
        newest = origin;
    }

    private void add(int index, Bucket bucket) {
        if (index > 0) {
            bucket.previous = buckets.get(index - 1);
            bucket.previous.next = bucket;
        }
        if (index < buckets.size()) {
            bucket.next = buckets.get(index);
            bucket.next.previous = bucket;
        }
        buckets.add(index, bucket);
    }
}
