package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoDatabase;
import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Lease;
import io.graft.persistence.mongo.internal.NameSpace;
import io.graft.persistence.mongo.internal.counts.Counts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Events in MongoDB, each a document. Safe for use by many threads. */
public final class MongoEventStore implements EventStore, AutoCloseable {

    private static final int COUNTED_AT_ONCE = 1_000;

    private final EventCollections collections;
    private final Counts counts;
    private final Failures failures;
    private final Lease lease;
    private final Appender appender;
    private final Deleter deleter;
    private final EventPages pages;
    private final ReadingPages readings;

    private MongoEventStore(
            EventCollections collections, Counts counts, Lease lease, Failures failures, Duration timeout) {
        this.collections = collections;
        this.counts = counts;
        this.failures = failures;
        this.lease = lease;
        this.appender = new Appender(collections, counts, lease, failures, timeout);
        this.deleter = new Deleter(collections, counts, lease, failures);
        this.pages = new EventPages(collections, counts, failures);
        this.readings = new ReadingPages(collections, pages, counts, failures);
    }

    /** Opens the store; the lease must be held. */
    public static MongoEventStore open(
            MongoDatabase database, NameSpace names, Lease lease, Failures failures, Duration timeout) {
        EventCollections collections = EventCollections.open(database, names, failures);
        MongoLiveCount live = new MongoLiveCount(collections.plain(), failures);
        Counts counts = new Counts(database, names, failures, live, timeout);
        MongoEventStore store = new MongoEventStore(collections, counts, lease, failures, timeout);
        collections.parts().removeOrphans(collections.plain());
        try {
            counts.load(store::all);
        } catch (RuntimeException | Error e) {
            counts.abandon();
            throw e;
        }
        counts.start();
        return store;
    }

    private Iterator<List<Event>> all() {
        Iterator<StoredEvent> events = failures.call("counting all events", () -> collections
                .events()
                .find()
                .sort(Selections.OLDEST_FIRST)
                .hint(Selections.NEWEST_FIRST)
                .projection(Deleter.FOUND_BY)
                .iterator());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return failures.call("counting all events", events::hasNext);
            }

            @Override
            public List<Event> next() {
                lease.renew();
                List<Event> some = new ArrayList<>();
                while (some.size() < COUNTED_AT_ONCE && hasNext()) {
                    some.add(events.next().event());
                }
                return some;
            }
        };
    }

    @Override
    public AppendResult append(List<Event> batch) {
        return call("storing events", () -> appender.append(batch));
    }

    @Override
    public Optional<Event> event(UUID id) {
        return call("reading an event", () -> pages.event(id));
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return call("reading events", () -> pages.page(query));
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return call("reading readings", () -> readings.page(query));
    }

    @Override
    public long countEvents(EventFilter filter) {
        return counting(() -> counts.count(List.of(Selections.list(filter)), filter.range()));
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return counting(() -> counts.count(Selections.lists(filter), filter.range()));
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return call("aggregating readings", () -> readings.aggregate(filter, function));
    }

    @Override
    public long delete(EventFilter filter) {
        return call("deleting events", () -> deleter.delete(filter));
    }

    @Override
    public boolean delete(UUID id) {
        return call("deleting events", () -> deleter.delete(id));
    }

    @Override
    public List<EventStream> streams() {
        return counting(counts::streams);
    }

    private <T> T counting(Supplier<T> call) {
        failures.requireOpen();
        if (failures.inTrouble()) {
            // what is known in memory is of no use while the events can't be reached
            failures.call("counting", () -> collections.plain().find().limit(1).first());
        }
        return failures.call("counting", call);
    }

    private <T> T call(String what, Supplier<T> call) {
        failures.requireOpen();
        return failures.call(what, call);
    }

    @Override
    public void close() {
        counts.close();
    }

    /** Closes it without storing what it has counted. */
    public void abandon() {
        counts.abandon();
    }
}
