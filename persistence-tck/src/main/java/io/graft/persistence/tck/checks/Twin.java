package io.graft.persistence.tck.checks;

import io.graft.api.model.Event;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The provider's store and the oracle, which are done the same to and asked the same. */
final class Twin {

    private final ScratchSpace space;
    private final MemoryEventStore oracle = new MemoryEventStore();

    Twin(ScratchSpace space) {
        this.space = space;
    }

    Twin(CheckContext context) {
        this(context.space());
    }

    EventStore store() {
        return space.events();
    }

    void reopen() {
        space.reopen();
    }

    void append(List<Event> events) {
        for (int i = 0; i < events.size(); i += 100) {
            List<Event> batch = events.subList(i, Math.min(i + 100, events.size()));
            Expect.equal("append of " + batch.size() + " events", oracle.append(batch), store().append(batch));
        }
    }

    void delete(EventFilter filter) {
        Expect.equal(
                "number of events that delete " + filter + " deleted", oracle.delete(filter), store().delete(filter));
    }

    void delete(UUID id) {
        Expect.equal("whether event " + id + " was there to be deleted", oracle.delete(id), store().delete(id));
    }

    void same(EventQuery query) {
        Expect.equal(query.toString(), oracle.events(query), store().events(query));
    }

    void same(ReadingQuery query) {
        Expect.equal(query.toString(), oracle.readings(query), store().readings(query));
    }

    void sameEvent(UUID id) {
        Expect.equal("event " + id, oracle.event(id), store().event(id));
    }

    void sameCount(EventFilter filter) {
        Expect.equal("count of the events of " + filter, oracle.countEvents(filter), store().countEvents(filter));
    }

    void sameCount(ReadingFilter filter) {
        Expect.equal("count of the readings of " + filter, oracle.countReadings(filter), store().countReadings(filter));
    }

    void sameAggregates(ReadingFilter filter, AggregateFunction function) {
        Expect.equal(
                function + " of " + filter, oracle.aggregate(filter, function), store().aggregate(filter, function));
    }

    void sameStreams() {
        var found = store().streams();
        Expect.equal("streams", Set.copyOf(oracle.streams()), Set.copyOf(found));
        Expect.equal(
                "number of streams, each of which may be named once",
                oracle.streams().size(),
                found.size());
    }

    /** The whole content, by every kind of query. */
    void sameEverything() {
        same(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE));
        same(ReadingQuery.page(ReadingFilter.ALL, 0, Integer.MAX_VALUE));
        sameCount(EventFilter.ALL);
        sameCount(ReadingFilter.ALL);
        sameStreams();
        for (var stream : oracle.streams()) {
            sameCount(EventFilter.device(stream.deviceName()));
            sameCount(EventFilter.stream(stream.deviceName(), stream.sourceName()));
            sameCount(ReadingFilter.device(stream.deviceName()));
        }
    }
}
