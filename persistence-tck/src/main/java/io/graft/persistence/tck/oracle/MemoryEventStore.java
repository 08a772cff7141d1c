package io.graft.persistence.tck.oracle;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The contract of {@link EventStore} taken literally, in memory: slow, simple, exact. What every provider is compared
 * with, and a store for the tests of services. Safe for use by many threads.
 */
public class MemoryEventStore implements EventStore, AutoCloseable {

    /** The order of ids: as unsigned numbers, which is that of their hexadecimal text. */
    public static final Comparator<UUID> ID_ORDER = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    /** The order of events: newest origin first, then the greater id. */
    public static final Comparator<EventCursor> NEWEST_FIRST = Comparator.comparingLong(EventCursor::origin)
            .thenComparing(EventCursor::id, ID_ORDER)
            .reversed();

    private record Place(long origin, UUID event, int index) {}

    private static final Comparator<Place> READINGS_NEWEST_FIRST = Comparator.comparingLong(Place::origin)
            .thenComparing(Place::event, ID_ORDER)
            .reversed()
            .thenComparingInt(Place::index);

    private final Map<EventCursor, Event> events;
    private final Map<UUID, Event> byId;
    /** Fair, so that nobody waits for ever while others call again and again. */
    private final ReentrantLock lock;

    private volatile boolean closed;

    /** An empty store. */
    public MemoryEventStore() {
        this(new TreeMap<>(NEWEST_FIRST), new HashMap<>(), new ReentrantLock(true));
    }

    private MemoryEventStore(Map<EventCursor, Event> events, Map<UUID, Event> byId, ReentrantLock lock) {
        this.lock = lock;
        this.events = events;
        this.byId = byId;
    }

    /** Another store on the same events, as if this one, which must be closed, had been opened again. */
    public MemoryEventStore reopened() {
        return new MemoryEventStore(events, byId, lock);
    }

    /** Another store with the events that this one has now. */
    public MemoryEventStore copy() {
        lock.lock();
        try {
            Map<EventCursor, Event> copied = new TreeMap<>(NEWEST_FIRST);
            copied.putAll(events);
            return new MemoryEventStore(copied, new HashMap<>(byId), new ReentrantLock(true));
        } finally {
            lock.unlock();
        }
    }

    /** Every later call fails. */
    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the store is closed");
        }
    }

    @Override
    public AppendResult append(List<Event> batch) {
        lock.lock();
        try {
            requireOpen();
            Set<UUID> duplicates = new HashSet<>();
            for (Event event : batch) {
                if (byId.putIfAbsent(event.id(), event) == null) {
                    events.put(EventCursor.of(event), event);
                } else {
                    duplicates.add(event.id());
                }
            }
            return new AppendResult(duplicates);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Event> event(UUID id) {
        lock.lock();
        try {
            requireOpen();
            return Optional.ofNullable(byId.get(id));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Page<Event> events(EventQuery query) {
        List<Event> selected = select(query.filter());
        List<Event> behind = selected.stream()
                .filter(event -> query.after().isEmpty()
                        || NEWEST_FIRST.compare(query.after().get(), EventCursor.of(event)) < 0)
                .skip(query.offset())
                .toList();
        return page(behind, query.limit(), query.maxBytes(), ContentSize::of, total(query.withTotal(), selected));
    }

    @Override
    public Page<Reading> readings(ReadingQuery query) {
        List<Reading> selected = select(query.filter());
        List<Reading> behind = selected.stream().skip(query.offset()).toList();
        return page(behind, query.limit(), query.maxBytes(), ContentSize::of, total(query.withTotal(), selected));
    }

    @Override
    public long countEvents(EventFilter filter) {
        return select(filter).size();
    }

    @Override
    public long countReadings(ReadingFilter filter) {
        return select(filter).size();
    }

    @Override
    public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        return Aggregation.of(select(filter), function);
    }

    @Override
    public long delete(EventFilter filter) {
        lock.lock();
        try {
            List<Event> selected = select(filter);
            selected.forEach(event -> delete(event.id()));
            return selected.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean delete(UUID id) {
        lock.lock();
        try {
            requireOpen();
            Event event = byId.remove(id);
            if (event == null) {
                return false;
            }
            events.remove(EventCursor.of(event));
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<EventStream> streams() {
        return select(EventFilter.ALL).stream()
                .map(event -> new EventStream(event.deviceName(), event.sourceName()))
                .distinct()
                .collect(Collectors.toList());
    }

    private List<Event> select(EventFilter filter) {
        lock.lock();
        try {
            requireOpen();
            return events.values().stream()
                    .filter(event ->
                            filter.device().map(event.deviceName()::equals).orElse(true))
                    .filter(event ->
                            filter.source().map(event.sourceName()::equals).orElse(true))
                    .filter(event -> filter.range().contains(event.origin()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private List<Reading> select(ReadingFilter filter) {
        Map<Place, Reading> selected = new TreeMap<>(READINGS_NEWEST_FIRST);
        for (Event event : select(EventFilter.ALL)) {
            for (int i = 0; i < event.readings().size(); i++) {
                Reading reading = event.readings().get(i);
                if (filter.device().map(reading.deviceName()::equals).orElse(true)
                        && (filter.resources().isEmpty() || filter.resources().contains(reading.resourceName()))
                        && filter.range().contains(reading.origin())) {
                    selected.put(new Place(reading.origin(), event.id(), i), reading);
                }
            }
        }
        return List.copyOf(selected.values());
    }

    private static OptionalLong total(boolean wanted, List<?> selected) {
        return wanted ? OptionalLong.of(selected.size()) : OptionalLong.empty();
    }

    private static <T> Page<T> page(
            List<T> behind, int limit, long maxBytes, ToLongFunction<T> size, OptionalLong total) {
        List<T> items = new ArrayList<>();
        long bytes = 0;
        for (T record : behind) {
            if (items.size() == limit) {
                break;
            }
            bytes += size.applyAsLong(record);
            if (bytes > maxBytes && !items.isEmpty()) {
                return new Page<>(items, total, true);
            }
            items.add(record);
        }
        return new Page<>(items, total);
    }
}
