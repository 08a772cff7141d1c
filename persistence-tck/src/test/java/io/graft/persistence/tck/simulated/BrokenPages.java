package io.graft.persistence.tck.simulated;

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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Event stores that answer one question wrongly. */
final class BrokenPages {

    private BrokenPages() {}

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
}
