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

/** Does what another store does. */
class ForwardingEventStore implements EventStore {

    final EventStore sound;

    ForwardingEventStore(EventStore sound) {
        this.sound = sound;
    }

    @Override
    public AppendResult append(List<Event> batch) {
        return sound.append(batch);
    }

    @Override
    public Optional<Event> event(UUID id) {
        return sound.event(id);
    }

    @Override
    public Page<Event> events(EventQuery query) {
        return sound.events(query);
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        return sound.readings(query);
    }

    @Override
    public long countEvents(EventFilter filter) {
        return sound.countEvents(filter);
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return sound.countReadings(filter);
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return sound.aggregate(filter, function);
    }

    @Override
    public long delete(EventFilter filter) {
        return sound.delete(filter);
    }

    @Override
    public boolean delete(UUID id) {
        return sound.delete(id);
    }

    @Override
    public List<EventStream> streams() {
        return sound.streams();
    }
}
