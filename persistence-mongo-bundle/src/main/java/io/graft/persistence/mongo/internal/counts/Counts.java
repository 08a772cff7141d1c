package io.graft.persistence.mongo.internal.counts;

import com.mongodb.client.MongoDatabase;
import io.graft.api.model.Event;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.NameSpace;
import io.graft.persistence.mongo.internal.counts.ListKey.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.bson.types.ObjectId;

/** Exact counts and positions without a scan. Safe for use by many threads. */
public final class Counts implements AutoCloseable {

    private static final int FULL = 512;

    private final CountDocuments documents;
    private final Ledger ledger;
    private final LiveCount live;
    private final Keeper keeper;
    private final Duration patience;
    private final ReentrantReadWriteLock deletions = new ReentrantReadWriteLock(true);

    /** @param patience how long to wait for a change at most */
    public Counts(MongoDatabase database, NameSpace names, Failures failures, LiveCount live, Duration patience) {
        this.documents = new CountDocuments(database, names, failures);
        this.ledger = new Ledger(documents, patience, FULL);
        this.live = live;
        this.patience = patience;
        this.keeper = new Keeper(ledger, documents, live, failures);
    }

    /**
     * Reads what is stored, or counts everything anew where nothing is.
     *
     * @param all every event there is
     */
    public void load(Iterable<List<Event>> all) {
        if (!documents.complete()) {
            documents.removeAll();
            ledger.load();
            for (List<Event> some : all) {
                ledger.begin(some, null).added(event -> true);
            }
            keeper.storeAll();
            documents.setComplete();
        } else {
            ledger.load();
        }
        keeper.changed();
    }

    /** Begins to look after the stored counts. */
    public void start() {
        keeper.start();
    }

    /** Says that a call is about to add events; returns when that is on stable storage. */
    public Change adding(List<Event> events, ObjectId call) {
        return begin(events, call);
    }

    /** The same of events that are about to be removed; the lock on deletions must be held. */
    public Change removing(List<Event> events) {
        return begin(events, null);
    }

    private Change begin(List<Event> events, ObjectId call) {
        Change change = ledger.begin(events, call);
        keeper.changed();
        return change;
    }

    /** How many entries of some lists, which have none in common, are in a range. */
    public long count(List<ListKey> lists, TimeRange range) {
        return lists.stream().mapToLong(list -> sum(ledger.slices(list, range))).sum();
    }

    private long sum(List<Slice> slices) {
        long count = 0;
        List<Span> unknown = new ArrayList<>();
        for (Slice slice : slices) {
            if (slice.exact()) {
                count += slice.count();
            } else {
                addTo(unknown, slice.span());
            }
        }
        for (Span span : unknown) {
            count += live.count(span);
        }
        return count;
    }

    /** Opens a view of some lists, which have none in common, within a range. */
    public View view(List<ListKey> lists, TimeRange range) {
        Lock reading = deletions.readLock();
        lock(reading);
        try {
            return ledger.view(lists, range, this::sum, reading);
        } catch (RuntimeException | Error e) {
            reading.unlock();
            throw e;
        }
    }

    /** Does one step of a deletion, one at a time, and while no view is open. */
    public long deleting(LongSupplier step) {
        Lock deleting = deletions.writeLock();
        lock(deleting);
        try {
            return step.getAsLong();
        } finally {
            deleting.unlock();
        }
    }

    private void lock(Lock lock) {
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(Reason.TIMEOUT, "a deletion takes too long; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.TIMEOUT, "interrupted while waiting for a deletion", e);
        }
    }

    /** Neighbours are counted together. */
    private static void addTo(List<Span> spans, Span older) {
        int last = spans.size() - 1;
        if (last >= 0
                && older.list().equals(spans.get(last).list())
                && older.to() + 1 == spans.get(last).from()) {
            spans.set(last, new Span(older.list(), older.from(), spans.get(last).to()));
        } else {
            spans.add(older);
        }
    }

    /** Every pair of device and source that has an event. */
    public List<EventStream> streams() {
        return ledger.keys(Kind.STREAM_EVENTS).stream()
                .filter(key -> hasAny(key))
                .map(key -> new EventStream(key.device(), key.name()))
                .toList();
    }

    private boolean hasAny(ListKey key) {
        List<Slice> slices = ledger.slices(key, TimeRange.ALL);
        return slices.stream().anyMatch(slice -> slice.exact() && slice.count() > 0)
                || slices.stream().anyMatch(slice -> !slice.exact() && live.count(slice.span()) > 0);
    }

    /**
     * Where to begin to read.
     *
     * @param to the newest origin to read
     * @param skip how many entries to pass over from there
     */
    public record Place(long to, long skip) {}

    /** Where the entry at an offset is, counted from the newest of a range over some lists that have none in common. */
    public Place locate(List<ListKey> lists, TimeRange range, long offset) {
        if (offset == 0) {
            return new Place(range.end(), 0);
        }
        Walk walk = new Walk(lists, range);
        long to = range.end();
        long absorbed = 0;
        while (walk.hasNext()) {
            Known slice = walk.next();
            absorbed += slice.count();
            if (absorbed + walk.heads() - walk.headOf(slice) > offset) {
                break;
            }
            if (slice.span().from() == range.start()) {
                break;
            }
            to = slice.span().from() - 1;
        }
        long newer = to == range.end() ? 0 : count(lists, new TimeRange(to + 1, range.end()));
        return new Place(to, offset - newer);
    }

    /**
     * A span that holds about so many entries, at the newest end of a range.
     *
     * @return its oldest origin; that of the range if there are fewer
     */
    public long reach(List<ListKey> lists, TimeRange range, long entries) {
        Walk walk = new Walk(lists, range);
        long found = 0;
        while (walk.hasNext()) {
            Known slice = walk.next();
            found += slice.count();
            if (found >= entries) {
                return slice.span().from();
            }
        }
        return range.start();
    }

    /** Stores what is known, so that nothing has to be counted when it is opened again. */
    @Override
    public void close() {
        keeper.close();
    }

    /** Lets go of what is known without storing it, after somebody else may have changed it. */
    public void abandon() {
        keeper.abandon();
    }

    /** A slice with its count. */
    private record Known(int list, Span span, long count) {}

    /** Goes through the slices of several lists, the newest lower end first. */
    private final class Walk {
        private final List<Iterator<Slice>> rest = new ArrayList<>();
        private final Known[] heads;
        private final PriorityQueue<Known> next = new PriorityQueue<>(
                (a, b) -> Long.compare(b.span().from(), a.span().from()));
        private long sum;

        Walk(List<ListKey> lists, TimeRange range) {
            heads = new Known[lists.size()];
            for (int i = 0; i < lists.size(); i++) {
                rest.add(ledger.slices(lists.get(i), range).iterator());
                advance(i);
            }
        }

        private void advance(int list) {
            heads[list] = null;
            if (rest.get(list).hasNext()) {
                Slice slice = rest.get(list).next();
                long count = slice.exact() ? slice.count() : live.count(slice.span());
                heads[list] = new Known(list, slice.span(), count);
                next.add(heads[list]);
                sum += count;
            }
        }

        boolean hasNext() {
            return !next.isEmpty();
        }

        Known next() {
            Known slice = next.remove();
            sum -= slice.count();
            advance(slice.list());
            return slice;
        }

        /** How many entries the next slices of all lists have together. */
        long heads() {
            return sum;
        }

        long headOf(Known slice) {
            Known head = heads[slice.list()];
            return head == null ? 0 : head.count();
        }
    }
}
