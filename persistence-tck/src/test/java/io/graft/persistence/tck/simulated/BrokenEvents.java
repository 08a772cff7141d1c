package io.graft.persistence.tck.simulated;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
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
import io.graft.api.persistence.TimeRange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Event stores that do one thing wrong. */
final class BrokenEvents {

    private BrokenEvents() {}

    /** What is stored is not quite what was given. */
    private static EventStore storing(EventStore sound, UnaryOperator<Event> change) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                return super.append(batch.stream().map(change).toList());
            }
        };
    }

    /** Pages of events are not quite what they should be. */
    private static EventStore paging(EventStore sound, UnaryOperator<Page<Event>> change) {
        return new ForwardingEventStore(sound) {
            @Override
            public Page<Event> events(EventQuery query) {
                return change.apply(super.events(query));
            }
        };
    }

    private static Page<Event> ordered(Page<Event> page, Comparator<Event> order) {
        List<Event> items = new ArrayList<>(page.items());
        items.sort(order);
        return new Page<>(items, page.total(), page.truncated());
    }

    static EventStore losesTheLastOfABatch(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                return super.append(batch.size() > 1 ? batch.subList(0, batch.size() - 1) : batch);
            }
        };
    }

    static EventStore pagesOffByOne(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public Page<Event> events(EventQuery query) {
                long offset = query.offset() == 0 ? 0 : query.offset() - 1;
                return super.events(new EventQuery(
                        query.filter(), query.after(), offset, query.limit(), query.maxBytes(), query.withTotal()));
            }
        };
    }

    static EventStore cursorIncludesItsEvent(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public Page<Event> events(EventQuery query) {
                Optional<EventCursor> place = query.after()
                        .map(after -> event(after.id()).isPresent()
                                ? new EventCursor(
                                        after.origin(),
                                        new UUID(
                                                after.id().getMostSignificantBits(),
                                                after.id().getLeastSignificantBits() + 1))
                                : after);
                return super.events(new EventQuery(
                        query.filter(), place, query.offset(), query.limit(), query.maxBytes(), query.withTotal()));
            }
        };
    }

    static EventStore doublePrecisionOrigins(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        (long) (double) event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }

    static EventStore equalOriginsInOrderOfIds(EventStore sound) {
        return paging(
                sound,
                page -> ordered(
                        page, Comparator.comparingLong(Event::origin).reversed().thenComparing(event -> event.id()
                                .toString())));
    }

    static EventStore signedIdOrder(EventStore sound) {
        return paging(
                sound,
                page -> ordered(
                        page,
                        Comparator.comparingLong(Event::origin)
                                .thenComparing(Event::id)
                                .reversed()));
    }

    static EventStore readingsInTheOrderOfTheirEvents(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public Page<Reading> readings(ReadingQuery query) {
                List<Reading> items = events(EventQuery.page(EventFilter.ALL, 0, Integer.MAX_VALUE)).items().stream()
                        .flatMap(event -> event.readings().stream())
                        .filter(reading -> query.filter()
                                .device()
                                .map(reading.deviceName()::equals)
                                .orElse(true))
                        .filter(reading -> query.filter().range().contains(reading.origin()))
                        .skip(query.offset())
                        .limit(query.limit())
                        .toList();
                return new Page<>(items, super.readings(query).total());
            }
        };
    }

    static EventStore readingsOfTheEventsDevice(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countReadings(ReadingFilter filter) {
                return filter.device().isEmpty() || !filter.resources().isEmpty()
                        ? super.countReadings(filter)
                        : events(EventQuery.page(
                                        EventFilter.device(filter.device().get()), 0, Integer.MAX_VALUE))
                                .items()
                                .stream()
                                .mapToLong(event -> event.readings().size())
                                .sum();
            }
        };
    }

    /** Deletes with the next change. */
    static EventStore deletesLater(EventStore sound) {
        List<Runnable> later = Collections.synchronizedList(new ArrayList<>());
        return new ForwardingEventStore(sound) {
            @Override
            public boolean delete(UUID id) {
                boolean there = event(id).isPresent();
                later.add(() -> super.delete(id));
                return there;
            }

            @Override
            public AppendResult append(List<Event> batch) {
                later.forEach(Runnable::run);
                later.clear();
                return super.append(batch);
            }
        };
    }

    static EventStore deletesToTheEndExclusively(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long delete(EventFilter filter) {
                TimeRange range = filter.range();
                return super.delete(
                        range.end() == range.start() || range.end() == Long.MAX_VALUE
                                ? filter
                                : filter.within(new TimeRange(range.start(), range.end() - 1)));
            }
        };
    }

    /** Counts as of one change ago. */
    static EventStore countsStale(EventStore sound) {
        return new ForwardingEventStore(sound) {
            private volatile long counted;

            @Override
            public AppendResult append(List<Event> batch) {
                counted = sound.countEvents(EventFilter.ALL);
                return super.append(batch);
            }

            @Override
            public long countEvents(EventFilter filter) {
                return filter.equals(EventFilter.ALL) ? counted : super.countEvents(filter);
            }
        };
    }

    static EventStore trimsText(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName().trim(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }

    static EventStore ignoresCase(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countEvents(EventFilter filter) {
                String name = filter.device().orElse("");
                String other = name.equals(name.toUpperCase(Locale.ROOT))
                        ? name.toLowerCase(Locale.ROOT)
                        : name.toUpperCase(Locale.ROOT);
                return super.countEvents(filter)
                        + (filter.device().isEmpty() || filter.source().isPresent() || name.equals(other)
                                ? 0
                                : super.countEvents(EventFilter.device(other).within(filter.range())));
            }
        };
    }

    static EventStore joinsDeviceAndSource(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countEvents(EventFilter filter) {
                return filter.source().isEmpty()
                        ? super.countEvents(filter)
                        : events(EventQuery.page(EventFilter.ALL.within(filter.range()), 0, Integer.MAX_VALUE))
                                .items()
                                .stream()
                                .filter(event -> (event.deviceName() + ":" + event.sourceName())
                                        .equals(filter.device().get() + ":"
                                                + filter.source().get()))
                                .count();
            }
        };
    }

    static EventStore interpretsJson(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags() == null
                                ? null
                                : new JsonText(event.tags().text().replace(" ", "")),
                        event.extensions()));
    }

    static EventStore noTagsAreEmptyTags(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags() == null ? new JsonText("{}") : event.tags(),
                        event.extensions()));
    }

    private static EventStore storingValues(EventStore sound, UnaryOperator<Reading> change) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings().stream().map(change).toList(),
                        event.tags(),
                        event.extensions()));
    }

    private static Reading with(Reading reading, ReadingValue value) {
        return new Reading(
                reading.origin(),
                reading.deviceName(),
                reading.profileName(),
                reading.resourceName(),
                reading.valueType(),
                reading.units(),
                value,
                reading.tags(),
                reading.extensions());
    }

    static EventStore normalisesNumbers(EventStore sound) {
        return storingValues(
                sound,
                reading -> reading.valueType().isNumericScalar() && reading.value() instanceof ReadingValue.Text text
                        ? with(reading, new ReadingValue.Text(new BigDecimal(text.text()).toString()))
                        : reading);
    }

    static EventStore cutsLargeValues(EventStore sound) {
        return storingValues(
                sound,
                reading -> reading.value() instanceof ReadingValue.Binary binary && binary.bytes().length > 16 << 20
                        ? with(
                                reading,
                                new ReadingValue.Binary(Arrays.copyOf(binary.bytes(), 16 << 20), binary.mediaType()))
                        : reading);
    }

    static EventStore hasNoTotal(EventStore sound) {
        return paging(sound, page -> new Page<>(page.items(), OptionalLong.empty(), page.truncated()));
    }

    static EventStore totalOfThePage(EventStore sound) {
        return paging(
                sound,
                page -> new Page<>(
                        page.items(),
                        page.total().isEmpty()
                                ? OptionalLong.empty()
                                : OptionalLong.of(page.items().size()),
                        page.truncated()));
    }

    /** Counts when the page is read. */
    static EventStore totalOfAnotherMoment(EventStore sound) {
        Meeting meeting = new Meeting(1);
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                return meeting.change(() -> super.append(batch));
            }

            @Override
            public Page<Event> events(EventQuery query) {
                Page<Event> page = super.events(query);
                meeting.untilChanged();
                return new Page<>(
                        page.items(),
                        query.withTotal() ? OptionalLong.of(countEvents(query.filter())) : OptionalLong.empty(),
                        page.truncated());
            }
        };
    }

    static EventStore neverTruncated(EventStore sound) {
        return paging(sound, page -> new Page<>(page.items(), page.total(), false));
    }

    static EventStore ignoresMaxBytes(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public Page<Event> events(EventQuery query) {
                return super.events(query.atMostBytes(Long.MAX_VALUE));
            }
        };
    }

    /** The first record may exceed the bound; this one returns none then. */
    static EventStore leavesOutTheFirst(EventStore sound) {
        return paging(
                sound,
                page -> page.truncated() && page.items().size() == 1
                        ? new Page<>(List.of(), page.total(), true)
                        : page);
    }

    static EventStore theLastOneWins(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public synchronized AppendResult append(List<Event> batch) {
                Set<UUID> duplicates = new HashSet<>();
                for (Event event : batch) {
                    if (super.delete(event.id())) {
                        duplicates.add(event.id());
                    }
                    super.append(List.of(event));
                }
                return new AppendResult(duplicates);
            }
        };
    }

    static EventStore keepsQuietAboutDuplicates(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                super.append(batch);
                return AppendResult.ALL_NEW;
            }
        };
    }

    /** Never forgets an id, so that a deleted event can't be stored again. */
    static EventStore remembersDeletedIds(EventStore sound) {
        Set<UUID> ever = Collections.synchronizedSet(new HashSet<>());
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                List<Event> fresh =
                        batch.stream().filter(event -> ever.add(event.id())).toList();
                super.append(fresh);
                Set<UUID> duplicates = new HashSet<>();
                batch.stream().map(Event::id).forEach(duplicates::add);
                fresh.stream().map(Event::id).forEach(duplicates::remove);
                return new AppendResult(duplicates);
            }
        };
    }

    static EventStore remembersStreams(EventStore sound) {
        Set<EventStream> ever = Collections.synchronizedSet(new HashSet<>());
        return new ForwardingEventStore(sound) {
            @Override
            public List<EventStream> streams() {
                ever.addAll(super.streams());
                return List.copyOf(ever);
            }
        };
    }

    static EventStore sumsDoubles(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
                return super.aggregate(filter, function).stream()
                        .map(group -> new Aggregate(
                                group.deviceName(),
                                group.profileName(),
                                group.resourceName(),
                                group.valueType(),
                                group.value()
                                        .map(value -> function == AggregateFunction.SUM
                                                        && group.valueType().isInteger()
                                                ? new BigDecimal(value.doubleValue()).toBigInteger()
                                                : value)))
                        .toList();
            }
        };
    }

    static EventStore countsMissingValues(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public List<Aggregate> aggregate(ReadingFilter filter, AggregateFunction function) {
                return super.aggregate(filter, function).stream()
                        .map(group -> new Aggregate(
                                group.deviceName(),
                                group.profileName(),
                                group.resourceName(),
                                group.valueType(),
                                group.value()
                                        .map(value -> function == AggregateFunction.COUNT && value.equals(0L)
                                                ? Long.valueOf(1)
                                                : value)))
                        .toList();
            }
        };
    }

    /** Forgets one kind of question in one state: what only a random sequence finds. */
    static EventStore countsWrongAfterManyDeletions(EventStore sound) {
        return new ForwardingEventStore(sound) {
            private int deletions;

            @Override
            public synchronized long delete(EventFilter filter) {
                deletions += filter.device().isPresent() ? 1 : 0;
                return super.delete(filter);
            }

            @Override
            public synchronized long countReadings(ReadingFilter filter) {
                boolean wrong = deletions >= 3 && filter.resources().size() == 2;
                return super.countReadings(filter) + (wrong ? 1 : 0);
            }
        };
    }

    static EventStore throwsSomethingElse(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countReadings(ReadingFilter filter) {
                try {
                    return super.countReadings(filter);
                } catch (RuntimeException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static EventStore swallowsFailures(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public boolean delete(UUID id) {
                try {
                    return super.delete(id);
                } catch (RuntimeException e) {
                    return false;
                }
            }
        };
    }

    static EventStore replacesHalfSurrogates(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        new String(event.deviceName().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }

    static EventStore breaksOnInterruption(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("interrupted");
                }
                return super.append(batch);
            }
        };
    }

    /** Keeps the caller's list, and stores what it holds with the next call. */
    static EventStore keepsTheBatch(EventStore sound) {
        return new ForwardingEventStore(sound) {
            private List<Event> kept = List.of();

            @Override
            public synchronized AppendResult append(List<Event> batch) {
                kept = batch;
                return AppendResult.ALL_NEW;
            }

            @Override
            public synchronized Page<Event> events(EventQuery query) {
                super.append(kept);
                return super.events(query);
            }
        };
    }
}
