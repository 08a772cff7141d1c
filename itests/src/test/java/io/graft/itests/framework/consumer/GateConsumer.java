package io.graft.itests.framework.consumer;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.binding.StoreGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A service that keeps events, as small as can be. It speaks to the test in types of the JDK, which are the same inside
 * and outside of the framework.
 */
public final class GateConsumer implements Consumer<UUID>, Predicate<UUID> {
    private final StoreGate<EventStore> gate = new StoreGate<>("consumer", "events", new NoMetrics());

    public GateConsumer() {
        gate.timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public void bind(EventStore store, Map<String, Object> properties) {
        gate.bind(store, properties);
    }

    public void unbind(EventStore store) {
        gate.unbind(store);
    }

    /** Stores an event with this id; it is acknowledged when this returns. */
    @Override
    public void accept(UUID id) {
        long origin = System.currentTimeMillis() * 1_000_000;
        Reading reading = new Reading(
                origin,
                "device",
                "profile",
                "source",
                ValueType.INT32,
                "",
                new ReadingValue.Text(Integer.toString(id.hashCode())),
                null,
                null);
        Event event = new Event(id, "device", "profile", "source", origin, List.of(reading), null, null);
        gate.run("append", store -> store.append(List.of(event)));
    }

    /** Whether the event with this id is stored. */
    @Override
    public boolean test(UUID id) {
        return gate.<Optional<Event>>call("event", store -> store.event(id)).isPresent();
    }
}
