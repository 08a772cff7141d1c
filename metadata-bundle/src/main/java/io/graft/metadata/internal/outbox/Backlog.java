package io.graft.metadata.internal.outbox;

import io.graft.metadata.internal.outbox.Entry.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The changes that are not published yet, in their order. Bounded: where the bus is away for too long, the oldest go.
 * Thread-safe.
 */
final class Backlog {

    private final int maxChanges;
    private final long maxSize;
    private final InstantSource time;
    private final Consumer<Entry> givenUp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private long lastSeq;
    private long size;
    private boolean woken;

    /**
     * Creates an empty one.
     *
     * @param maxChanges the most changes that wait
     * @param maxSize how much they may take together, as {@link Change#size} says
     * @param givenUp takes, quickly, what had to go unpublished
     */
    Backlog(int maxChanges, long maxSize, InstantSource time, Consumer<Entry> givenUp) {
        this.maxChanges = maxChanges;
        this.maxSize = maxSize;
        this.time = time;
        this.givenUp = givenUp;
    }

    /** Takes a change that is about to be made; gives it a number greater than all before. */
    Entry begin(LongFunction<Change> change) {
        return locked(() -> {
            lastSeq = Math.max(lastSeq + 1, ChronoUnit.MICROS.between(Instant.EPOCH, time.instant()));
            return put(new Entry(change.apply(lastSeq), State.UNDER_WAY));
        });
    }

    /** Takes a change that has happened before. */
    void recovered(Change change, Slot slot) {
        run(() -> {
            lastSeq = Math.max(lastSeq, change.seq());
            Entry entry = new Entry(change, State.HAPPENED);
            entry.slot = slot;
            put(entry);
            wake();
        });
    }

    /** This number was given before, perhaps by a clock that was ahead of this one: greater ones are given from now on. */
    void seen(long seq) {
        run(() -> lastSeq = Math.max(lastSeq, seq));
    }

    /** All changes up to this one have been dealt with. */
    long settled() {
        return locked(() -> entries.isEmpty() ? lastSeq : entries.firstKey() - 1);
    }

    /** What became of a change. */
    void settle(Entry entry, State state) {
        run(() -> {
            entry.state = state;
            wake();
        });
    }

    /** Whether there is an entry with this number. */
    boolean holds(long seq) {
        return locked(() -> entries.containsKey(seq));
    }

    /** The entry with this number is in another slot now; whether there still is such an entry. */
    boolean move(long seq, Slot slot) {
        return locked(() -> {
            Entry entry = entries.get(seq);
            if (entry != null) {
                entry.slot = slot;
            }
            return entry != null;
        });
    }

    /** The oldest one if it has happened; it stays until it is {@linkplain #remove removed}. */
    Optional<Entry> publishable() {
        return locked(() -> oldest(State.HAPPENED).map(entry -> {
            entry.beingPublished = true;
            return entry;
        }));
    }

    /** The oldest one if it is unknown whether it has happened. */
    Optional<Entry> doubtful() {
        return locked(() -> oldest(State.UNKNOWN));
    }

    /** The later changes of the same document, the oldest first. */
    List<Entry> laterOf(Change change) {
        return locked(() -> entries.tailMap(change.seq(), false).values().stream()
                .filter(entry -> entry.change.sameDocument(change))
                .toList());
    }

    /** The state of an entry. */
    State state(Entry entry) {
        return locked(() -> entry.state);
    }

    /** Takes an entry out; whether it was in. */
    boolean remove(Entry entry) {
        return locked(() -> {
            boolean in = entries.remove(entry.change.seq(), entry);
            size -= in ? entry.change.size() : 0;
            return in;
        });
    }

    int changes() {
        return locked(entries::size);
    }

    /** Waits for something new, or for {@link #wake}; whether that was. */
    boolean await(Duration timeout) {
        return locked(() -> {
            long left = timeout.toNanos();
            try {
                while (!woken && left > 0) {
                    left = changed.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            boolean was = woken;
            woken = false;
            return was;
        });
    }

    /** Ends the waiting of {@link #await}, or the next one if nobody waits. */
    void wake() {
        run(() -> {
            woken = true;
            changed.signalAll();
        });
    }

    private Entry put(Entry entry) {
        entries.put(entry.change.seq(), entry);
        size += entry.change.size();
        while (entries.size() > maxChanges || size > maxSize) {
            Optional<Entry> oldest = entries.values().stream()
                    .filter(each -> each.state == State.HAPPENED && !each.beingPublished)
                    .findFirst();
            if (oldest.isEmpty()) {
                break;
            }
            remove(oldest.get());
            givenUp.accept(oldest.get());
        }
        return entry;
    }

    private Optional<Entry> oldest(State state) {
        return Optional.ofNullable(entries.firstEntry())
                .map(Map.Entry::getValue)
                .filter(entry -> entry.state == state);
    }

    private void run(Runnable action) {
        this.<Void>locked(() -> {
            action.run();
            return null;
        });
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
