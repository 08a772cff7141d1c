package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;
import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.model.Event;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Events, many threads at once. */
public final class EventConcurrencyChecks {

    private static final String THREADS = "Rule 3: all methods may be called by any number of threads at once.";
    private static final String PAGE = "EventStore.events: a page is a consistent picture of one moment.";
    /** How many events a writer stores at most while it is looked on. */
    private static final int MOST = 10_000;

    private static final Duration LIMIT = Duration.ofSeconds(50);

    private EventConcurrencyChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.concurrent.writers",
                        "Of many writers' events every acknowledged one is there, and counted",
                        THREADS,
                        EventConcurrencyChecks::writers),
                Check.of(
                        "events.concurrent.same-ids",
                        "An event that many threads store at once is stored once, and new to one of them",
                        THREADS + " EventStore.append: idempotent by event id.",
                        EventConcurrencyChecks::sameIds),
                Check.of(
                        "events.concurrent.page-without-holes",
                        "A page that is read while events come in and go has no holes",
                        PAGE,
                        EventConcurrencyChecks::withoutHoles),
                Check.of(
                        "events.concurrent.page-and-total",
                        "The total of a page that is read while events come in is that of the same moment",
                        PAGE,
                        EventConcurrencyChecks::pageAndTotal),
                Check.of(
                        "events.concurrent.deletes",
                        "An event that many threads delete at once was there for one of them",
                        THREADS,
                        EventConcurrencyChecks::deletes),
                Check.of(
                        "events.concurrent.append-and-delete",
                        "Counts are exact after events were stored and deleted by many threads",
                        "Rule 5: counts are exact.",
                        EventConcurrencyChecks::appendAndDelete),
                Check.of(
                        "events.concurrent.interrupted-callers",
                        "A caller that is interrupted gets its answer or StoreUnavailableException, and harms nobody",
                        "Rule 4: failures are StoreExceptions and nothing else.",
                        EventConcurrencyChecks::interrupted));
    }

    private static void writers(CheckContext context) throws Exception {
        EventStore store = context.events();
        int each = context.scaled(60);
        List<Event> acknowledged = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean writing = new AtomicBoolean(true);
        Crew writers = Crew.of(context);
        writers.start(8, thread -> {
            for (int i = 0; i < each; i++) {
                int number = 1_000_000 * thread + 2 * i;
                List<Event> batch = List.of(event(number, NOW + number), event(number + 1, NOW + number));
                Expect.equal("duplicates", Set.of(), store.append(batch).duplicates());
                acknowledged.addAll(batch);
            }
        });
        Crew readers = Crew.of(context);
        readers.start(4, thread -> {
            while (writing.get()) {
                int before = acknowledged.size();
                long count = store.countEvents(EventFilter.ALL);
                Expect.that(count >= before, before + " events were acknowledged, and then " + count + " were counted");
                Page<Event> page = store.events(EventQuery.page(EventFilter.ALL, 0, 20));
                Expect.equal("events of a page", Math.min(20, page.total().orElseThrow()), (long)
                        page.items().size());
            }
        });
        try {
            writers.join(LIMIT);
        } finally {
            writing.set(false);
        }
        readers.join(LIMIT);
        Expect.equal("count of events", 16L * each, store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", 16L * each, store.countReadings(ReadingFilter.ALL));
        Expect.equal("events", Set.copyOf(acknowledged), Set.copyOf(Samples.all(store, EventFilter.ALL)));
    }

    private static void sameIds(CheckContext context) throws Exception {
        EventStore store = context.events();
        List<Event> events = Samples.history(200);
        AtomicInteger fresh = new AtomicInteger();
        Crew crew = Crew.of(context);
        crew.start(8, thread -> {
            for (int i = 0; i < 200; i += 10) {
                List<Event> batch = new ArrayList<>(events.subList(i, i + 10));
                Collections.rotate(batch, thread);
                fresh.addAndGet(10 - store.append(batch).duplicates().size());
            }
        });
        crew.join(LIMIT);
        Expect.equal("how often an event was new", 200, fresh.get());
        Expect.equal("count of events", 200L, store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", 200L, store.countReadings(ReadingFilter.ALL));
        Expect.equal("events", Samples.reversed(events), Samples.all(store, EventFilter.ALL));
    }

    /** One writer stores events one by one, each newer than the one before, so that every picture is without holes. */
    private static void whileGrowing(CheckContext context, Consumer<Page<Event>> look) throws Exception {
        EventStore store = context.events();
        AtomicInteger pages = new AtomicInteger();
        int enough = context.scaled(100);
        Crew crew = Crew.of(context);
        crew.start(1, thread -> {
            for (int i = 0; i < MOST && pages.get() < enough; i++) {
                store.append(List.of(event(i, NOW + i)));
            }
        });
        crew.start(3, thread -> {
            while (pages.get() < enough) {
                look.accept(store.events(EventQuery.page(EventFilter.device(Samples.DEVICE), 0, 20)));
                pages.incrementAndGet();
            }
        });
        crew.join(LIMIT);
    }

    private static void withoutHoles(CheckContext context) throws Exception {
        whileGrowing(context, page -> {
            for (int i = 1; i < page.items().size(); i++) {
                Expect.equal(
                        "number of the event behind number "
                                + (page.items().get(i - 1).origin() - NOW),
                        page.items().get(i - 1).origin() - 1 - NOW,
                        page.items().get(i).origin() - NOW);
            }
        });
    }

    private static void pageAndTotal(CheckContext context) throws Exception {
        whileGrowing(context, page -> {
            long expected = page.items().isEmpty() ? 0 : page.items().get(0).origin() - NOW + 1;
            Expect.equal(
                    "total of a page whose newest event is the " + expected + ".",
                    expected,
                    page.total().orElseThrow());
        });
    }

    private static void deletes(CheckContext context) throws Exception {
        EventStore store = context.events();
        List<Event> events = Samples.history(100);
        store.append(events);
        AtomicInteger byId = new AtomicInteger();
        AtomicLong byFilter = new AtomicLong();
        Crew crew = Crew.of(context);
        crew.start(4, thread -> {
            for (int i = 0; i < 50; i++) {
                if (store.delete(events.get((i + thread * 10) % 50).id())) {
                    byId.incrementAndGet();
                }
            }
            EventFilter newest =
                    EventFilter.ALL.within(new io.graft.api.persistence.TimeRange(NOW + 50, Long.MAX_VALUE));
            byFilter.addAndGet(store.delete(newest));
        });
        crew.join(LIMIT);
        Expect.equal("how often a deletion by id found its event", 50, byId.get());
        Expect.equal("how many events the deletions by filter deleted together", 50L, byFilter.get());
        Expect.equal("count of events", 0L, store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", 0L, store.countReadings(ReadingFilter.ALL));
        Expect.equal("streams", List.of(), store.streams());
    }

    private static void appendAndDelete(CheckContext context) throws Exception {
        EventStore store = context.events();
        int each = context.scaled(40);
        Crew crew = Crew.of(context);
        crew.start(6, thread -> {
            for (int i = 0; i < each; i++) {
                Event event = event(thread * 100_000 + i % 7, NOW + thread);
                store.append(List.of(event));
                if (i % 3 == 0) {
                    store.delete(event.id());
                } else if (i % 11 == 0) {
                    store.delete(
                            EventFilter.ALL.within(new io.graft.api.persistence.TimeRange(NOW + thread, NOW + thread)));
                }
            }
        });
        crew.join(LIMIT);
        List<Event> left = Samples.all(store, EventFilter.ALL);
        Expect.equal("count of events", (long) left.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", (long) left.size(), store.countReadings(ReadingFilter.ALL));
        Expect.equal("count of the device", (long) left.size(), store.countEvents(EventFilter.device(Samples.DEVICE)));
        Expect.equal("number of different events", left.size(), Set.copyOf(left).size());
        Expect.equal("number of deleted events", (long) left.size(), store.delete(EventFilter.ALL));
        Expect.equal("count after all were deleted", 0L, store.countEvents(EventFilter.ALL));
        Expect.equal("streams after all were deleted", List.of(), store.streams());
    }

    private static void interrupted(CheckContext context) throws Exception {
        EventStore store = context.events();
        DocumentCollection things = things(context);
        store.append(Samples.history(10));
        Set<Event> acknowledged = ConcurrentHashMap.newKeySet();
        Crew crew = Crew.of(context);
        crew.start(6, thread -> {
            for (int i = 0; i < 10; i++) {
                Event event = event(1_000 * (thread + 1) + i, NOW);
                Thread.currentThread().interrupt();
                try {
                    store.append(List.of(event));
                    acknowledged.add(event);
                    store.events(EventQuery.page(EventFilter.ALL, 0, 5));
                    things.insert(named(thread + " " + i, thread + " " + i));
                } catch (StoreUnavailableException e) {
                    Expect.that(e.getMessage() != null, "the exception says nothing");
                } finally {
                    Thread.interrupted();
                }
            }
        });
        crew.join(LIMIT);
        store.append(List.of(event(99, NOW)));
        things.insert(named("afterwards", "afterwards"));
        context.space().reopen();
        List<Event> found = Samples.all(context.events(), EventFilter.ALL);
        Expect.that(found.containsAll(acknowledged), "acknowledged events are lost");
        Expect.equal("count of events", (long) found.size(), context.events().countEvents(EventFilter.ALL));
        Expect.that(things(context).get("afterwards").isPresent(), "a document that was stored afterwards is lost");
    }
}
