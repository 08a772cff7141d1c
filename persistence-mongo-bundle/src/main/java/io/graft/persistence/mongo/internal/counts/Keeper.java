package io.graft.persistence.mongo.internal.counts;

import io.graft.api.persistence.StoreException;
import io.graft.persistence.mongo.internal.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the ledger in a thread of its own: stores borders and counts, counts anew what is in doubt, divides what
 * has become large and removes what is empty.
 */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long EVERY_MILLIS = 250;
    private static final int AT_ONCE = 500;
    private static final int COUNTS_AT_ONCE = 50;
    private static final Duration CLOSING = Duration.ofSeconds(3);

    /** A change whose answer was lost may still be carried out by the server, but not after so long. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long COLD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Ledger ledger;
    private final CountDocuments documents;
    private final LiveCount live;
    private final Failures failures;
    private final ScheduledExecutorService thread;
    private volatile boolean changed = true;
    private volatile Future<?> keeping;

    Keeper(Ledger ledger, CountDocuments documents, LiveCount live, Failures failures) {
        this.ledger = ledger;
        this.documents = documents;
        this.live = live;
        this.failures = failures;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread keeper = new Thread(work, "graft-mongo-counts");
            keeper.setDaemon(true);
            return keeper;
        });
    }

    void start() {
        keeping = thread.scheduleWithFixedDelay(this::run, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something has to be looked after. */
    void changed() {
        changed = true;
    }

    private void run() {
        if (!changed) {
            return;
        }
        changed = false;
        try {
            long now = System.nanoTime();
            storeBorders();
            settle(now);
            knowNewest();
            divide();
            removeEmpty(now);
            clean(bucket -> now - bucket.touched > COLD_NANOS, AT_ONCE);
            if (!chosen(1, bucket -> bucket.dirty || bucket.doubtful || (!bucket.stored && bucket.previous != null))
                    .isEmpty()) {
                changed = true;
            }
        } catch (StoreException e) {
            changed = true;
            LOG.debug("the counts are stored later: {}", e.getMessage());
        } catch (RuntimeException e) {
            changed = true;
            LOG.error("the counts could not be looked after; it is tried again", e);
        }
    }

    /** Once a border is stored, the bucket before it no longer stands for what is behind it. */
    private void storeBorders() {
        List<Bucket> unstored =
                chosen(Integer.MAX_VALUE, bucket -> !bucket.stored && bucket.previous != null && bucket.anchor().dirty);
        if (!unstored.isEmpty()) {
            documents.mark(unstored);
            ledger.locked(() -> unstored.forEach(bucket -> {
                bucket.stored = true;
                bucket.dirty = true;
            }));
        }
    }

    private void settle(long now) {
        long quietSince = failures.lastFailure();
        for (Bucket bucket : chosen(
                COUNTS_AT_ONCE,
                one -> one.doubtful && now - one.doubtfulSince > SETTLED_NANOS && now - quietSince > SETTLED_NANOS)) {
            ledger.takeWaiting(bucket);
            try {
                int count = Math.toIntExact(live.count(bucket.span()));
                ledger.locked(() -> {
                    bucket.count = count;
                    bucket.doubtful = false;
                });
            } finally {
                ledger.give(List.of(bucket));
            }
        }
    }

    private void knowNewest() {
        List<CountList> unknown = new ArrayList<>();
        ledger.visit(list -> {
            if (list.newestUnknown() && list.last().count >= ledger.full() && !list.last().doubtful) {
                unknown.add(list);
            }
        });
        for (CountList list : unknown) {
            Bucket last = list.last();
            whileTaken(last, () -> {
                if (last.next == null) {
                    long newest = live.originAt(last.span(), Long.MAX_VALUE);
                    ledger.locked(() -> list.newest(newest));
                }
            });
        }
    }

    private void divide() {
        for (Bucket bucket : chosen(
                COUNTS_AT_ONCE,
                one -> one.count > 2 * Math.max(ledger.full(), one.indivisible)
                        && !one.doubtful
                        && one.stored
                        && one.dirty
                        && one.from < one.to())) {
            whileTaken(bucket, () -> divide(bucket));
        }
    }

    private void divide(Bucket bucket) {
        long border = Math.max(bucket.from + 1, live.originAt(bucket.span(), bucket.count / 2));
        int behind = border > bucket.to() ? 0 : Math.toIntExact(live.count(new Span(bucket.list, border, bucket.to())));
        ledger.locked(() -> {
            if (behind == 0 || behind == bucket.count) {
                bucket.indivisible = bucket.count;
            } else {
                Bucket added = ledger.list(bucket.list).divide(bucket, border);
                added.count = behind;
                added.touched = bucket.touched;
                bucket.count -= behind;
            }
        });
    }

    private void removeEmpty(long now) {
        List<Bucket> empty = taken(
                AT_ONCE,
                bucket -> bucket.count == 0
                        && !bucket.doubtful
                        && bucket.stored
                        && (bucket.next == null || bucket.next.stored)
                        && (bucket.previous != null || bucket.next == null)
                        && now - bucket.touched > TimeUnit.SECONDS.toNanos(1));
        try {
            if (!empty.isEmpty()) {
                // from here on they may be gone, whether or not an answer comes
                ledger.locked(() -> empty.forEach(bucket -> {
                    bucket.stored = false;
                    bucket.dirty = false;
                }));
                documents.remove(empty);
                ledger.locked(() -> empty.forEach(this::forget));
            }
        } finally {
            ledger.give(empty);
        }
    }

    private void forget(Bucket bucket) {
        CountList list = ledger.list(bucket.list);
        if (bucket.previous != null) {
            list.remove(bucket);
        } else {
            ledger.drop(list);
        }
    }

    private int clean(Predicate<Bucket> which, int atMost) {
        List<Bucket> dirty = taken(
                atMost,
                bucket -> bucket.dirty
                        && bucket.stored
                        && !bucket.doubtful
                        && (bucket.next == null || bucket.next.stored)
                        && which.test(bucket));
        try {
            if (!dirty.isEmpty()) {
                // from here on the mark may be gone, whether or not an answer comes
                ledger.locked(() -> dirty.forEach(bucket -> bucket.dirty = false));
                documents.clean(dirty);
            }
        } finally {
            ledger.give(dirty);
        }
        return dirty.size();
    }

    /** Stores all that is known. */
    void storeAll() {
        storeBorders();
        while (clean(bucket -> true, 10 * AT_ONCE) > 0) {
            Thread.onSpinWait();
        }
    }

    void abandon() {
        if (keeping != null) {
            keeping.cancel(true);
        }
        thread.shutdownNow();
    }

    @Override
    public void close() {
        abandon();
        try {
            if (!thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the counts are not stored, and will be counted anew when they are needed");
                return;
            }
            ledger.quiesce(CLOSING);
            storeAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.info(
                    "not all counts are stored; the others will be counted anew when they are needed: {}",
                    e.getMessage());
        }
    }

    private void whileTaken(Bucket bucket, Runnable work) {
        if (ledger.take(bucket)) {
            try {
                work.run();
            } finally {
                ledger.give(List.of(bucket));
            }
        }
    }

    private List<Bucket> taken(int atMost, Predicate<Bucket> which) {
        return chosen(atMost, bucket -> which.test(bucket) && ledger.take(bucket));
    }

    private List<Bucket> chosen(int atMost, Predicate<Bucket> which) {
        List<Bucket> chosen = new ArrayList<>();
        ledger.visit(list -> {
            for (Bucket bucket : list.buckets()) {
                if (chosen.size() < atMost && which.test(bucket)) {
                    chosen.add(bucket);
                }
            }
        });
        return chosen;
    }
}
