package io.graft.coredata.internal;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The persistence contract taken literally: slow, simple, exact. */
final class MemoryEventStore implements EventStore {

    private static final Comparator<EventCursor> NEWEST_FIRST = Comparator.comparingLong(EventCursor::origin)
            .thenComparing(cursor -> cursor.id().toString())
            .reversed();

    private record Place(long origin, UUID event, int index) {}

    private static final Comparator<Place> READINGS_NEWEST_FIRST = Comparator.comparingLong(Place::origin)
            .thenComparing(place -> place.event().toString())
            .reversed()
            .thenComparingInt(Place::index);

    private record Group(String device, String profile, String resource, ValueType type) {}

    private static final Comparator<Group> GROUP_ORDER = Comparator.comparing(Group::device)
            .thenComparing(Group::profile)
            .thenComparing(Group::resource)
            .thenComparing(group -> group.type().edgexName());

    private final Map<EventCursor, Event> events = new TreeMap<>(NEWEST_FIRST);
    private final Map<UUID, Event> byId = new TreeMap<>(Comparator.comparing(UUID::toString));

    @Override
    public synchronized AppendResult append(List<Event> batch) {
        Set<UUID> duplicates = new HashSet<>();
        for (Event event : batch) {
            if (byId.putIfAbsent(event.id(), event) == null) {
                events.put(EventCursor.of(event), event);
            } else {
                duplicates.add(event.id());
            }
        }
        return new AppendResult(duplicates);
    }

    @Override
    public synchronized Optional<Event> event(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized Page<Event> events(EventQuery query) {
        List<Event> selected = select(query.filter());
        List<Event> behind = selected.stream()
                .filter(event -> query.after().isEmpty()
                        || NEWEST_FIRST.compare(query.after().get(), EventCursor.of(event)) < 0)
                .toList();
        return page(
                behind,
                selected.size(),
                query.offset(),
                query.limit(),
                query.withTotal(),
                query.maxBytes(),
                event -> event.readings().stream()
                        .mapToLong(MemoryEventStore::bytes)
                        .sum());
    }

    @Override
    public synchronized Page<Reading> readings(ReadingQuery query) {
        List<Reading> selected = select(query.filter());
        return page(
                selected,
                selected.size(),
                query.offset(),
                query.limit(),
                query.withTotal(),
                query.maxBytes(),
                MemoryEventStore::bytes);
    }

    @Override
    public synchronized long countEvents(EventFilter filter) {
        return select(filter).size();
    }

    @Override
    public synchronized long countReadings(ReadingFilter filter) {
        return select(filter).size();
    }

    @Override
    public synchronized List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
        Map<Group, List<String>> groups = new TreeMap<>(GROUP_ORDER);
        for (Reading reading : select(filter)) {
            List<String> values = groups.computeIfAbsent(
                    new Group(reading.deviceName(), reading.profileName(), reading.resourceName(), reading.valueType()),
                    group -> new ArrayList<>());
            if (reading.value() instanceof ReadingValue.Text text) {
                values.add(text.text());
            } else if (!(reading.value() instanceof ReadingValue.Null)) {
                values.add("");
            }
        }
        return groups.entrySet().stream()
                .map(entry -> new Aggregate(
                        entry.getKey().device(),
                        entry.getKey().profile(),
                        entry.getKey().resource(),
                        entry.getKey().type(),
                        value(entry.getKey().type(), entry.getValue(), function)))
                .toList();
    }

    private static Optional<Number> value(ValueType type, List<String> values, AggregateFunction function) {
        if (function == AggregateFunction.COUNT) {
            return Optional.of((long) values.size());
        }
        if (!type.isNumericScalar() || values.isEmpty()) {
            return Optional.empty();
        }
        if (function == AggregateFunction.AVG) {
            return Optional.of(
                    values.stream().mapToDouble(Double::parseDouble).average().orElseThrow());
        }
        if (type.isFloat()) {
            Stream<Double> numbers = values.stream().map(Double::valueOf);
            return switch (function) {
                case MIN -> numbers.min(Double::compare).map(Number.class::cast);
                case MAX -> numbers.max(Double::compare).map(Number.class::cast);
                default -> numbers.reduce(Double::sum).map(Number.class::cast);
            };
        }
        Stream<BigInteger> numbers = values.stream().map(BigInteger::new);
        return switch (function) {
            case MIN -> numbers.min(BigInteger::compareTo).map(Number.class::cast);
            case MAX -> numbers.max(BigInteger::compareTo).map(Number.class::cast);
            default -> numbers.reduce(BigInteger::add).map(Number.class::cast);
        };
    }

    @Override
    public synchronized long delete(EventFilter filter) {
        List<Event> selected = select(filter);
        selected.forEach(event -> delete(event.id()));
        return selected.size();
    }

    @Override
    public synchronized boolean delete(UUID id) {
        Event event = byId.remove(id);
        if (event == null) {
            return false;
        }
        events.remove(EventCursor.of(event));
        return true;
    }

    @Override
    public synchronized List<EventStream> streams() {
        return events.values().stream()
                .map(event -> new EventStream(event.deviceName(), event.sourceName()))
                .distinct()
                .collect(Collectors.toList());
    }

    private List<Event> select(EventFilter filter) {
        return events.values().stream()
                .filter(event -> filter.device().map(event.deviceName()::equals).orElse(true))
                .filter(event -> filter.source().map(event.sourceName()::equals).orElse(true))
                .filter(event -> filter.range().contains(event.origin()))
                .toList();
    }

    private List<Reading> select(ReadingFilter filter) {
        Map<Place, Reading> selected = new TreeMap<>(READINGS_NEWEST_FIRST);
        for (Event event : events.values()) {
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

    private static <T> Page<T> page(
            List<T> all, long total, long offset, int limit, boolean withTotal, long maxBytes, ToLongFunction<T> size) {
        OptionalLong count = withTotal ? OptionalLong.of(total) : OptionalLong.empty();
        List<T> asked = all.stream().skip(offset).limit(limit).toList();
        long bytes = 0;
        for (int i = 0; i < asked.size(); i++) {
            bytes += size.applyAsLong(asked.get(i));
            if (i > 0 && bytes > maxBytes) {
                return new Page<>(asked.subList(0, i), count, true);
            }
        }
        return new Page<>(asked, count);
    }

    private static long bytes(Reading reading) {
        return 64L
                + (reading.value() instanceof ReadingValue.Text text
                        ? text.text().length()
                        : 0);
    }
}
