package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Deletion: by id, by selection, of half the history, as retention does it. */
public final class DeleteChecks {

    private static final String VISIBLE = "EventStore.delete: deletes the events in a selection with their readings; on"
            + " return no later call sees them.";
    private static final String INGEST = VISIBLE + " Ingest goes on meanwhile.";

    private DeleteChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.delete.visible",
                        "A deleted event is seen by no kind of query as soon as the deletion has returned",
                        VISIBLE,
                        DeleteChecks::visible),
                Check.of(
                        "events.delete.selections",
                        "A deletion deletes what its filter selects, nothing else, and says how many events that were",
                        VISIBLE,
                        DeleteChecks::selections),
                Check.of(
                        "events.delete.kept",
                        "Deleted events stay deleted when the store is opened again",
                        "Rule 1: a call that changes something returns after the change is on stable storage.",
                        DeleteChecks::kept),
                Check.of(
                                "events.delete.half-under-ingest",
                                "Half the history is deleted while events come in: none of the others is lost, none of"
                                        + " the deleted is seen",
                                INGEST,
                                DeleteChecks::halfUnderIngest)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                        "events.delete.retention",
                        "Retention by age and by number, stream by stream, leaves what it should",
                        "EventStore.streams: what retention walks through.",
                        DeleteChecks::retention));
    }

    private static void visible(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = Samples.history(40);
        twin.append(events);
        for (int i = 0; i < 12; i++) {
            UUID id = events.get(i * 3).id();
            twin.delete(id);
            twin.sameEvent(id);
            twin.same(EventQuery.page(EventFilter.ALL, 0, 100));
            twin.sameCount(EventFilter.device(Samples.DEVICE));
            twin.sameCount(ReadingFilter.ALL);
        }
        twin.delete(EventFilter.device(Samples.DEVICE).within(TimeRange.until(NOW + 20)));
        twin.sameEverything();
        events.forEach(event -> twin.sameEvent(event.id()));
    }

    private static void selections(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(event(id(i), "d" + i % 4, "s" + i % 5, NOW + i));
        }
        for (EventFilter filter : List.of(
                EventFilter.stream("d1", "s1"),
                EventFilter.device("d2").within(new TimeRange(NOW + 50, NOW + 100)),
                EventFilter.stream("d3", "s2").within(TimeRange.until(NOW + 99)),
                EventFilter.ALL.within(new TimeRange(NOW + 120, NOW + 140)),
                EventFilter.device("nobody"),
                EventFilter.stream("d0", ""),
                EventFilter.device("d0"),
                EventFilter.ALL)) {
            twin.append(events);
            twin.delete(filter);
            twin.sameEverything();
            twin.delete(filter);
        }
        twin.sameEverything();
    }

    private static void kept(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = Samples.history(60);
        twin.append(events);
        twin.delete(id(5));
        twin.delete(EventFilter.ALL.within(new TimeRange(NOW + 20, NOW + 30)));
        context.space().reopen();
        twin.sameEverything();
        twin.delete(EventFilter.ALL.within(TimeRange.until(NOW + 10)));
        context.space().reopen();
        twin.sameEverything();
        twin.append(events.subList(0, 30));
        context.space().reopen();
        twin.sameEverything();
    }

    private static void halfUnderIngest(CheckContext context) throws Exception {
        EventStore store = context.events();
        int count = context.scaled(2_000);
        Samples.append(store, Samples.history(count));
        TimeRange half = TimeRange.until(NOW + count / 2 - 1);
        AtomicBoolean deleted = new AtomicBoolean();
        AtomicInteger next = new AtomicInteger(count);
        Set<Event> ingested = java.util.concurrent.ConcurrentHashMap.newKeySet();
        Crew crew = Crew.of(context);
        crew.start(3, thread -> {
            do {
                int number = next.getAndIncrement();
                Event event = event(number, NOW + number);
                store.append(List.of(event));
                ingested.add(event);
            } while (!deleted.get());
        });
        crew.start(1, thread -> {
            try {
                Expect.equal("number of deleted events", (long) count / 2, store.delete(EventFilter.ALL.within(half)));
                Expect.equal("count of the deleted", 0L, store.countEvents(EventFilter.ALL.within(half)));
                Expect.equal("page of the deleted", List.of(), Samples.all(store, EventFilter.ALL.within(half)));
            } finally {
                deleted.set(true);
            }
        });
        crew.join(Duration.ofMinutes(1));
        List<Event> expected = new ArrayList<>(ingested);
        expected.addAll(Samples.history(count).subList(count / 2, count));
        expected.sort(Comparator.comparingLong(Event::origin).reversed());
        Expect.equal("events after deletion and ingest", expected, Samples.all(store, EventFilter.ALL));
        Expect.equal("count of events", (long) expected.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", (long) expected.size(), store.countReadings(ReadingFilter.ALL));
    }

    /** As core-data does it: the events of each stream beyond an age or a number go, the newest ones stay. */
    private static void retention(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(event(id(i), "d" + i % 3, "s" + i % 2, NOW + i));
        }
        twin.append(events);
        Set<EventStream> streams = new HashSet<>(twin.store().streams());
        Expect.equal("number of streams", 6, streams.size());
        for (EventStream stream : streams) {
            EventFilter filter = EventFilter.stream(stream.deviceName(), stream.sourceName());
            twin.delete(filter.within(TimeRange.until(NOW + 59)));
            Expect.equal("count of what is young enough", 40L, twin.store().countEvents(filter));
            Optional<Event> oldestToGo =
                    twin.store().events(EventQuery.page(filter, 10, 1).withoutTotal()).items().stream()
                            .findFirst();
            twin.delete(filter.within(TimeRange.until(oldestToGo.orElseThrow().origin())));
            Expect.equal("count of the newest ten", 10L, twin.store().countEvents(filter));
        }
        twin.sameEverything();
    }
}
