package io.graft.persistence.tck.simulated;

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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A store behind a simulated server. */
final class ServedEventStore extends ForwardingEventStore {

    private final SimulatedServer server;

    ServedEventStore(EventStore sound, SimulatedServer server) {
        super(sound);
        this.server = server;
    }

    @Override
    public AppendResult append(List<Event> batch) {
        server.call(true);
        return super.append(batch);
    }

    @Override
    public Optional<Event> event(UUID id) {
        server.call(false);
        return super.event(id);
    }

    @Override
    public Page<Event> events(EventQuery query) {
        server.call(false);
        return super.events(query);
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        server.call(false);
        return super.readings(query);
    }

    @Override
    public long countEvents(EventFilter filter) {
        server.call(false);
        return super.countEvents(filter);
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        server.call(false);
        return super.countReadings(filter);
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        server.call(false);
        return super.aggregate(filter, function);
    }

    @Override
    public long delete(EventFilter filter) {
        server.call(true);
        return super.delete(filter);
    }

    @Override
    public boolean delete(UUID id) {
        server.call(true);
        return super.delete(id);
    }

    @Override
    public List<EventStream> streams() {
        server.call(false);
        return super.streams();
    }
}
