package io.graft.persistence.binding;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a service keeps its events through: the store that is bound, reached through a {@link StoreGate}. Safe for use
 * by many threads.
 */
public final class EventGate implements AutoCloseable {

    private final StoreGate<EventStore> gate;
    private final Followers followers = new Followers();

    /**
     * Creates a gate without a store.
     *
     * @param service the service's name in messages and metrics, e.g. {@code core-data}
     * @param reference the name of the service's reference, whose target selects the provider, e.g. {@code events}
     * @param spoolDirectory where the spool keeps its files; made when it is needed
     * @param metrics takes the duration and the failures of the calls
     */
    public EventGate(String service, String reference, Path spoolDirectory, Metrics metrics) {
        Objects.requireNonNull(spoolDirectory, "spoolDirectory");
        gate = new StoreGate<>(service, reference, metrics);
    }

    /** Changes the time-outs, as {@link StoreGate#timeouts} says. */
    public void timeouts(Duration hold, Duration drain) {
        gate.timeouts(hold, drain);
    }

    /** Takes the target, as {@link StoreGate#configure} says. */
    public void configure(Map<String, ?> configuration) {
        gate.configure(configuration);
    }

    /** Takes notice of a store, as {@link StoreGate#bind} says. */
    public void bind(EventStore store, Map<String, ?> properties) {
        gate.bind(store, properties);
    }

    /** Lets a store go, as {@link StoreGate#unbind} says. */
    public void unbind(EventStore store) {
        gate.unbind(store);
    }

    /**
     * Keeps an event: on return it is durable.
     *
     * @throws StoreException if it could not be kept
     */
    public Outcome append(Event event) {
        return append(List.of(event)).get(0);
    }

    /**
     * Keeps events.
     *
     * @return what became of each
     * @throws StoreException if one could not be kept; others may have been, and to repeat all of them is safe
     */
    public List<Outcome> append(List<Event> batch) {
        Set<UUID> there = gate.call("append", store -> {
            Set<UUID> duplicates = store.append(batch).duplicates();
            followers.appended(without(batch, duplicates));
            return duplicates;
        });
        Set<UUID> seen = new HashSet<>();
        return batch.stream()
                .map(event -> !there.contains(event.id()) && seen.add(event.id()) ? Outcome.STORED : Outcome.DUPLICATE)
                .toList();
    }

    /**
     * Asks the store.
     *
     * @param operation its name in the metrics, e.g. {@code events}; one of a few
     * @param call what to ask; changes nothing and must not keep the store
     * @throws StoreUnavailableException if no store is bound within the hold time-out
     * @throws StoreException if the store fails
     */
    public <R> R read(String operation, Function<? super EventStore, ? extends R> call) {
        return gate.call(operation, call);
    }

    /**
     * Deletes one event.
     *
     * @return whether it was there
     * @throws StoreException if that can't be done now
     */
    public boolean delete(UUID id) {
        return gate.<Boolean>call("delete", store -> {
            try {
                return store.delete(id);
            } finally {
                followers.deleted(id);
            }
        });
    }

    /**
     * Deletes the events in a selection.
     *
     * @return how many events were deleted
     * @throws StoreException if that can't be done now; some may have been deleted
     */
    public long delete(EventFilter filter) {
        return gate.<Long>call("delete", store -> {
            followers.deleting(filter);
            try {
                return store.delete(filter);
            } finally {
                followers.deleted(filter);
            }
        });
    }

    /** How the reference is bound now. */
    public Binding binding(String pid) {
        return gate.binding(pid, StoreKind.EVENTS);
    }

    /** The name of the provider that is bound, or empty when none is. */
    public Optional<String> provider() {
        return gate.provider();
    }

    /** Tells every change that the bound store takes from now on, until the registration is closed. */
    public Following follow(EventChanges changes) {
        return followers.add(Objects.requireNonNull(changes, "changes"));
    }

    /** Ends waiting: from now on calls that find no store fail at once. For the service's deactivation. */
    @Override
    public void close() {
        gate.close();
    }

    private static List<Event> without(List<Event> batch, Set<UUID> duplicates) {
        return duplicates.isEmpty()
                ? batch
                : batch.stream()
                        .filter(event -> !duplicates.contains(event.id()))
                        .toList();
    }
}
