package io.graft.persistence.mongo.internal.counts;

import io.graft.api.model.Event;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.api.persistence.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.bson.types.ObjectId;

/**
 * How many events and readings there are of each list and time: exact, also after a crash, since whatever a change that
 * was not finished may have touched is known, and is counted anew. Safe for use by many threads.
 */
final class Ledger {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();
    private final ReentrantLock marking = new ReentrantLock();
    private final CountDocuments documents;
    private final Duration patience;
    private final int full;
    private final Set<ObjectId> storing = new HashSet<>();
    private final Set<View> views = new HashSet<>();
    private Map<ListKey, CountList> lists = new HashMap<>();

    /** @param full how many entries a bucket has before it is divided */
    Ledger(CountDocuments documents, Duration patience, int full) {
        this.documents = documents;
        this.patience = patience;
        this.full = full;
    }

    int full() {
        return full;
    }

    /** Replaces everything by what is stored. */
    void load() {
        Map<ListKey, CountList> loaded = documents.load();
        locked(() -> lists = loaded);
    }

    /**
     * Says that events are about to be added or removed; returns when that is on stable storage.
     *
     * @throws StoreUnavailableException if it can't be stored
     */
    Change begin(List<Event> events, ObjectId call) {
        Change change;
        lock.lock();
        try {
            change = place(events, call);
            change.buckets().forEach(bucket -> bucket.changing++);
            if (call != null) {
                storing.add(call);
                views.forEach(view -> view.hide(call));
            }
        } finally {
            lock.unlock();
        }
        try {
            markAnchors(change.distinct());
        } catch (RuntimeException | Error e) {
            change.nothing();
            throw e;
        }
        return change;
    }

    private Change place(List<Event> events, ObjectId call) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Bucket[]> places = new ArrayList<>(events.size());
            boolean taken = false;
            for (Event event : events) {
                List<Bucket> ofEvent = new ArrayList<>(3 + 4 * event.readings().size());
                ListKey.forEach(
                        event,
                        (list, origin) -> ofEvent.add(
                                lists.computeIfAbsent(list, CountList::empty).place(origin, full)));
                taken |= ofEvent.stream().anyMatch(bucket -> bucket.taken);
                places.add(ofEvent.toArray(Bucket[]::new));
            }
            if (!taken) {
                return new Change(this, places, call);
            }
            await(deadline);
        }
    }

    private void markAnchors(Collection<Bucket> touched) {
        marking.lock();
        try {
            Set<Bucket> toMark = new LinkedHashSet<>();
            locked(() -> {
                for (Bucket bucket : touched) {
                    Bucket anchor = bucket.anchor();
                    if (!anchor.dirty) {
                        toMark.add(anchor);
                    }
                }
            });
            if (!toMark.isEmpty()) {
                documents.mark(toMark);
                locked(() -> toMark.forEach(bucket -> {
                    bucket.stored = true;
                    bucket.dirty = true;
                }));
            }
        } finally {
            marking.unlock();
        }
    }

    /** A change has ended. */
    void end(Change change, Predicate<Integer> happened, int sign) {
        long now = System.nanoTime();
        locked(() -> {
            ended(change);
            for (int i = 0; i < change.places().size(); i++) {
                int difference = happened.test(i) ? sign : 0;
                for (Bucket bucket : change.places().get(i)) {
                    bucket.changing--;
                    bucket.count += difference;
                    bucket.touched = now;
                }
            }
            given.signalAll();
        });
    }

    /** Nobody knows whether a change has happened, or still will. */
    void doubt(Change change) {
        long now = System.nanoTime();
        locked(() -> {
            ended(change);
            for (Bucket bucket : change.buckets()) {
                bucket.changing--;
                bucket.doubtful = true;
                bucket.doubtfulSince = now;
                bucket.touched = now;
            }
            given.signalAll();
        });
    }

    private void ended(Change change) {
        if (change.call() != null) {
            storing.remove(change.call());
        }
    }

    /** Opens a view of this moment. */
    View view(List<ListKey> keys, TimeRange range, ToLongFunction<List<Slice>> sum, Lock deletions) {
        lock.lock();
        try {
            Set<ObjectId> hidden = ConcurrentHashMap.newKeySet();
            hidden.addAll(storing);
            List<Slice> slices =
                    keys.stream().flatMap(key -> slices(key, range).stream()).toList();
            View view = new View(this, slices, hidden, sum, deletions);
            views.add(view);
            return view;
        } finally {
            lock.unlock();
        }
    }

    void close(View view) {
        locked(() -> views.remove(view));
    }

    /** What is known of the buckets that overlap a range, the newest first. */
    List<Slice> slices(ListKey key, TimeRange range) {
        lock.lock();
        try {
            List<Slice> slices = new ArrayList<>();
            CountList list = lists.get(key);
            if (list == null) {
                return slices;
            }
            for (Bucket bucket = list.buckets().get(list.indexOf(range.end()));
                    bucket != null && bucket.to() >= range.start();
                    bucket = bucket.previous) {
                long from = Math.max(bucket.from, range.start());
                long to = Math.min(bucket.to(), range.end());
                boolean whole = from == bucket.from && to == bucket.to();
                if (bucket.count > 0 || bucket.doubtful) {
                    slices.add(new Slice(new Span(key, from, to), bucket.count, whole && !bucket.doubtful));
                }
            }
            return slices;
        } finally {
            lock.unlock();
        }
    }

    /** The lists of a kind. */
    List<ListKey> keys(ListKey.Kind kind) {
        lock.lock();
        try {
            return lists.keySet().stream().filter(key -> key.kind() == kind).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at everything, e.g. to choose what is to be done. */
    void visit(java.util.function.Consumer<CountList> visitor) {
        lock.lock();
        try {
            lists.values().forEach(visitor);
        } finally {
            lock.unlock();
        }
    }

    /** Takes buckets, so that no change can begin in them, if none is going on. */
    boolean take(Bucket bucket) {
        lock.lock();
        try {
            if (bucket.taken || bucket.changing > 0) {
                return false;
            }
            bucket.taken = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a bucket, waiting until changes that are going on have ended. */
    void takeWaiting(Bucket bucket) {
        lock.lock();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (bucket.taken) {
                await(deadline);
            }
            bucket.taken = true;
            try {
                while (bucket.changing > 0) {
                    await(deadline);
                }
            } catch (RuntimeException e) {
                bucket.taken = false;
                given.signalAll();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    void give(Collection<Bucket> buckets) {
        locked(() -> {
            buckets.forEach(bucket -> bucket.taken = false);
            given.signalAll();
        });
    }

    CountList list(ListKey key) {
        return lists.get(key);
    }

    void drop(CountList list) {
        lists.remove(list.key());
    }

    void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the callers' loops are the loops
    private void await(long deadline) {
        try {
            if (given.awaitNanos(Math.max(1, deadline - System.nanoTime())) <= 0 && deadline - System.nanoTime() <= 0) {
                throw new StoreUnavailableException(
                        Reason.TIMEOUT, "counting took more than " + patience.toMillis() + " ms; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted while waiting for a count", e);
        }
    }

    /** Waits for changes that are going on to end, at most for a time. */
    void quiesce(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (lists.values().stream()
                            .flatMap(list -> list.buckets().stream())
                            .anyMatch(bucket -> bucket.changing > 0)
                    && deadline - System.nanoTime() > 0) {
                given.await(50, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
