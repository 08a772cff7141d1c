package io.graft.itests.framework.consumer;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.StoreGate;
import io.graft.persistence.binding.StoreKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * A service that keeps events, as small as can be. It speaks to the test in types of the JDK, which are the same inside
 * and outside of the framework.
 */
public final class GateConsumer implements Consumer<UUID>, Predicate<UUID>, IntSupplier, BoundService {
    private final StoreGate<EventStore> gate = new StoreGate<>("consumer", "events", new NoMetrics());

    public GateConsumer() {
        gate.timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    private final AtomicInteger activations = new AtomicInteger();

    public void activate(Map<String, Object> configuration) {
        activations.incrementAndGet();
        gate.configure(configuration);
    }

    public void modified(Map<String, Object> configuration) {
        gate.configure(configuration);
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

    /** How often it was activated. */
    @Override
    public int getAsInt() {
        return activations.get();
    }

    @Override
    public String name() {
        return "consumer";
    }

    @Override
    public String pid() {
        return "io.graft.itests.consumer";
    }

    @Override
    public List<Binding> bindings() {
        return List.of(gate.binding(pid(), StoreKind.EVENTS));
    }
}
