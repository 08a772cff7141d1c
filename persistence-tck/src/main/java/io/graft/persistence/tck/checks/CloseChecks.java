package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;
import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.model.Event;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.ContractViolation;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Leftovers;
import io.graft.persistence.tck.Shown;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Closing and opening again. */
public final class CloseChecks {

    private static final String DURABLE =
            "Rule 1: a call that changes something returns after the change is on stable" + " storage.";
    private static final String CLOSE = "Rule 9: running calls end: they complete, or fail with"
            + " StoreUnavailableException; later calls fail with it. Nothing stays behind: no thread, no connection, no"
            + " lock, no file handle.";
    private static final Set<Reason> CLOSED = Set.of(Reason.CLOSED);
    private static final int ROUNDS = 6;
    /** How many different records a thread stores at most while it waits to be closed. */
    private static final int MOST = 100;

    private CloseChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "close.reopen-keeps-events",
                        "Every acknowledged event is there after the store was closed and opened again",
                        DURABLE,
                        CloseChecks::keepsEvents),
                Check.of(
                        "close.reopen-keeps-documents",
                        "Every acknowledged document, its revision and its indexes are there after the store was closed"
                                + " and opened again",
                        DURABLE,
                        CloseChecks::keepsDocuments),
                Check.of(
                        "close.later-calls",
                        "Every call to a closed store fails with StoreUnavailableException and the reason CLOSED",
                        CLOSE,
                        CloseChecks::laterCalls),
                Check.of(
                                "close.while-busy",
                                "Closing ends running calls in a defined way and within bounds; what was acknowledged is"
                                        + " there",
                                CLOSE,
                                CloseChecks::whileBusy)
                        .within(Duration.ofMinutes(3)),
                Check.of(
                        "close.twice",
                        "A space can be closed twice",
                        "ScratchSpace.close: does nothing the second time.",
                        CloseChecks::twice),
                Check.of(
                                "close.no-thread-left",
                                "A closed store leaves no thread behind",
                                CLOSE,
                                CloseChecks::noThreadLeft)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                                "close.no-handle-left",
                                "A closed store leaves no connection and no file handle behind",
                                CLOSE,
                                CloseChecks::noHandleLeft)
                        .within(Duration.ofMinutes(2)));
    }

    private static void keepsEvents(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = Samples.history(300);
        for (int i = 0; i < 300; i += 50) {
            twin.append(events.subList(i, i + 49));
            twin.append(events.subList(i + 49, i + 50));
            context.space().reopen();
            twin.sameEverything();
            twin.sameEvent(events.get(i + 49).id());
        }
        twin.append(events);
        twin.append(List.of(event(1_000, NOW - 1)));
        context.space().reopen();
        twin.sameEverything();
    }

    private static void keepsDocuments(CheckContext context) {
        for (int i = 0; i < 20; i++) {
            things(context).insert(named("id " + i, "name " + i));
            if (i % 2 == 0) {
                things(context).replace(named("id " + i, "new " + i), 1);
            }
            if (i % 5 == 4) {
                things(context).delete("id " + i);
                context.space().reopen();
            }
        }
        context.space().reopen();
        DocumentCollection things = things(context);
        Expect.equal("count", 16L, things.count(DocumentQuery.ALL));
        for (int i = 0; i < 20; i++) {
            String name = (i % 2 == 0 ? "new " : "name ") + i;
            Optional<Document> expected = i % 5 == 4
                    ? Optional.empty()
                    : Optional.of(named("id " + i, name).withRevision(i % 2 == 0 ? 2 : 1));
            Expect.equal("document by id", expected, things.get("id " + i));
            Expect.equal("document by name", expected, things.get("name", name));
        }
    }

    private static void laterCalls(CheckContext context) {
        EventStore events = context.events();
        DocumentCollection things = things(context);
        var documents = context.documents();
        Event event = event(1, NOW);
        events.append(List.of(event));
        things.insert(named("1", "a"));
        context.space().reopen();
        Map<String, Callable<?>> calls = new HashMap<>();
        calls.put("append", () -> events.append(List.of(event)));
        calls.put("event", () -> events.event(event.id()));
        calls.put("events", () -> events.events(EventQuery.page(EventFilter.ALL, 0, 5)));
        calls.put("readings", () -> events.readings(ReadingQuery.page(ReadingFilter.ALL, 0, 5)));
        calls.put("countEvents", () -> events.countEvents(EventFilter.ALL));
        calls.put("countReadings", () -> events.countReadings(ReadingFilter.ALL));
        calls.put("aggregate", () -> events.aggregate(ReadingFilter.ALL, AggregateFunction.COUNT));
        calls.put("delete by filter", () -> events.delete(EventFilter.ALL));
        calls.put("delete by id", () -> events.delete(event.id()));
        calls.put("streams", events::streams);
        calls.put("collection", () -> documents.collection(Documents.SPEC).count(DocumentQuery.ALL));
        calls.put("insert", () -> things.insert(named("2", "b")));
        calls.put("replace", () -> things.replace(named("1", "b"), 1));
        calls.put("delete of a document", () -> things.delete("1"));
        calls.put("get", () -> things.get("1"));
        calls.put("get by name", () -> things.get("name", "a"));
        calls.put("find", () -> things.find(DocumentQuery.ALL));
        calls.put("count", () -> things.count(DocumentQuery.ALL));
        calls.forEach((name, call) -> Expect.unavailable(name + " of a closed store", CLOSED, call));
        Expect.equal(
                "event in the opened store",
                Optional.of(event),
                context.events().event(event.id()));
        Expect.equal(
                "count of documents in the opened store", 1L, things(context).count(DocumentQuery.ALL));
    }

    private static void whileBusy(CheckContext context) throws Exception {
        Set<Event> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 3; round++) {
            EventStore store = context.events();
            DocumentCollection things = things(context);
            CountDownLatch running = new CountDownLatch(12);
            int base = round * 10_000_000;
            Crew crew = Crew.of(context);
            crew.start(
                    6,
                    thread -> untilClosed(running, i -> {
                        int number = base + thread * 1_000_000 + i;
                        Event event = event(number, NOW + number);
                        store.append(List.of(event));
                        acknowledged.add(event);
                    }));
            crew.start(
                    6,
                    thread -> untilClosed(running, i -> {
                        store.events(EventQuery.page(EventFilter.ALL, 0, 20));
                        store.countReadings(ReadingFilter.ALL);
                        things.get(base + " " + thread);
                        if (i < MOST) {
                            things.insert(named(base + " " + thread + " " + i, base + " " + thread + " " + i));
                        }
                    }));
            if (!running.await(30, TimeUnit.SECONDS)) {
                crew.join(Duration.ZERO);
                throw new ContractViolation("12 threads did 5 calls each, and one of them has ended before");
            }
            long start = System.nanoTime();
            context.space().reopen();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Expect.that(
                    took.compareTo(context.patience()) < 0,
                    "closing and opening while calls were running took " + took.toSeconds() + " s");
            crew.join(context.patience());
        }
        List<Event> found = Samples.all(context.events(), EventFilter.ALL);
        Set<Event> lost = new HashSet<>(acknowledged);
        lost.removeAll(new HashSet<>(found));
        Expect.that(
                lost.isEmpty(),
                lost.size() + " acknowledged events are lost, e.g. "
                        + Shown.of(lost.stream().findFirst()));
        Expect.equal("count of events", (long) found.size(), context.events().countEvents(EventFilter.ALL));
    }

    private interface Step {
        void run(int number);
    }

    private static void untilClosed(CountDownLatch running, Step step) {
        for (int i = 0; ; i++) {
            try {
                step.run(i);
            } catch (StoreUnavailableException e) {
                Expect.equal("reason of a call that was running when the store was closed", Reason.CLOSED, e.reason());
                return;
            } catch (RuntimeException e) {
                throw new ContractViolation("a call that was running when the store was closed: " + Shown.of(e), e);
            }
            if (i == 4) {
                running.countDown();
            }
        }
    }

    private static void twice(CheckContext context) {
        ScratchSpace space = context.another();
        EventStore store = space.events();
        store.append(Samples.history(3));
        space.close();
        space.close();
        Expect.unavailable("append to a closed store", CLOSED, () -> store.append(Samples.history(3)));
    }

    private static void openAndClose(CheckContext context) {
        ScratchSpace space = context.provider().spaces().open();
        try {
            space.events().append(Samples.history(5));
            space.documents().collection(Documents.SPEC).insert(named("1", "a"));
            space.reopen();
            Expect.equal("count of events", 5L, space.events().countEvents(EventFilter.ALL));
        } finally {
            space.close();
        }
    }

    private static void noThreadLeft(CheckContext context) throws InterruptedException {
        openAndClose(context);
        Leftovers leftovers = Leftovers.ofThreads();
        for (int round = 0; round < ROUNDS; round++) {
            openAndClose(context);
        }
        leftovers.expectFewerThan(
                ROUNDS, context.patience(), "threads after " + ROUNDS + " spaces were opened, reopened and closed");
    }

    private static void noHandleLeft(CheckContext context) throws InterruptedException {
        openAndClose(context);
        Leftovers leftovers = Leftovers.ofHandles();
        for (int round = 0; round < ROUNDS; round++) {
            openAndClose(context);
        }
        leftovers.expectFewerThan(
                ROUNDS, context.patience(), "handles after " + ROUNDS + " spaces were opened, reopened and closed");
    }
}
