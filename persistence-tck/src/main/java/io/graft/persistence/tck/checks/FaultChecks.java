package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;
import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.model.Event;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Fault;
import io.graft.persistence.tck.Need;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A server that does not answer, takes no changes or has no space left. */
public final class FaultChecks {

    private static final String BOUNDED =
            "Rule 3: no call waits without bound: a provider has a time-out for everything" + " it waits for.";
    private static final String FAILURES = "Rule 4: failures are StoreExceptions and nothing else.";
    private static final Set<Reason> AWAY = Set.of(Reason.UNREACHABLE, Reason.TIMEOUT, Reason.BUSY);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int CALLERS = 24;

    private FaultChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                                "faults.freeze.time-out",
                                "While the server does not answer every call ends within bounds, with"
                                        + " StoreUnavailableException, and goes on when it answers again",
                                BOUNDED + " Reason.TIMEOUT: the database did not answer in time.",
                                FaultChecks::frozen)
                        .needing(Need.FREEZE)
                        .within(LIMIT),
                Check.of(
                                "faults.freeze.close",
                                "Closing while the server does not answer ends within bounds, and loses nothing",
                                "Rule 9: running calls end.",
                                FaultChecks::closeFrozen)
                        .needing(Need.FREEZE)
                        .within(LIMIT),
                Check.of(
                                "faults.read-only.changes",
                                "While the server is read-only changes fail with the reason READ_ONLY, reads go on, and"
                                        + " changes too when it is over",
                                FAILURES + " Reason.READ_ONLY: the database takes no changes.",
                                FaultChecks::readOnly)
                        .needing(Need.READ_ONLY)
                        .within(LIMIT),
                Check.of(
                                "faults.full-disk.changes",
                                "While there is no space left changes fail with the reason FULL, reads go on, nothing"
                                        + " acknowledged is lost, and changes go on when it is over",
                                FAILURES + " Reason.FULL: there is no space left.",
                                FaultChecks::fullDisk)
                        .needing(Need.FULL_DISK)
                        .within(LIMIT));
    }

    /** Begins a fault that ends with the check at the latest. */
    static Fault begin(CheckContext context, Function<ServerControl, Optional<Fault>> which) throws Exception {
        Fault fault = context.provider().server().flatMap(which).orElseThrow();
        context.closing(fault::end);
        fault.begin();
        return fault;
    }

    /** What a call answers as soon as the store can do it again, within bounds. */
    static <T> T eventually(CheckContext context, String what, Callable<T> call) throws Exception {
        long end = System.nanoTime() + context.patience().toNanos();
        while (true) {
            try {
                return call.call();
            } catch (StoreUnavailableException e) {
                Expect.that(
                        System.nanoTime() < end,
                        what + ": still fails " + context.patience().toSeconds() + " s after the server serves again: "
                                + Shown.of(e));
                pause();
            }
        }
    }

    /** As a client would, which tries again. */
    static void pause() throws InterruptedException {
        Thread.sleep(50);
    }

    private static void frozen(CheckContext context) throws Exception {
        EventStore store = context.events();
        DocumentCollection things = things(context);
        List<Event> before = Samples.history(20);
        store.append(before);
        things.insert(named("1", "a"));
        Fault fault = begin(context, ServerControl::freeze);
        List<Reason> reasons = Collections.synchronizedList(new ArrayList<>());
        List<Callable<?>> calls = List.of(
                () -> store.append(List.of(event(100, NOW + 100))),
                () -> store.events(EventQuery.page(EventFilter.ALL, 0, 20)),
                () -> store.event(before.get(0).id()),
                () -> things.insert(named("2", "b")),
                () -> things.find(DocumentQuery.ALL),
                () -> store.delete(Samples.id(101)));
        Crew crew = Crew.of(context);
        crew.start(
                CALLERS,
                thread -> reasons.add(Expect.unavailable(
                                "a call to a server that does not answer", AWAY, calls.get(thread % calls.size()))
                        .reason()));
        crew.join(context.patience());
        Expect.that(
                reasons.contains(Reason.TIMEOUT), "expected the reason TIMEOUT of one of the calls, found " + reasons);
        fault.end();
        Event after = event(200, NOW + 200);
        eventually(context, "append", () -> store.append(List.of(after)));
        Expect.equal("event that was stored afterwards", Optional.of(after), store.event(after.id()));
        List<Event> found = Samples.all(store, EventFilter.ALL);
        Expect.that(found.containsAll(before), "events that were stored before are lost");
        Expect.equal("count of events", (long) found.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("document", "1", things.get("name", "a").orElseThrow().id());
    }

    private static void closeFrozen(CheckContext context) throws Exception {
        List<Event> before = Samples.history(20);
        context.events().append(before);
        EventStore store = context.events();
        Fault fault = begin(context, ServerControl::freeze);
        Crew crew = Crew.of(context);
        crew.start(
                6,
                thread -> Expect.unavailable(
                        "a call that was running when the store was closed",
                        Set.of(Reason.values()),
                        () -> store.append(List.of(event(100 + thread, NOW)))));
        Future<?> closing = crew.start(() -> {
            try {
                context.space().reopen();
            } catch (StoreUnavailableException e) {
                Expect.that(AWAY.contains(e.reason()), "reopen: the reason is " + e.reason());
            }
            return null;
        });
        crew.join(context.patience().multipliedBy(2));
        Expect.that(closing.isDone(), "the store was not closed");
        fault.end();
        eventually(context, "reopen", () -> {
            context.space().reopen();
            return null;
        });
        Expect.that(
                Samples.all(context.events(), EventFilter.ALL).containsAll(before),
                "events that were stored before are lost");
    }

    private static void readOnly(CheckContext context) throws Exception {
        EventStore store = context.events();
        DocumentCollection things = things(context);
        List<Event> before = Samples.history(20);
        store.append(before);
        things.insert(named("1", "a"));
        Fault fault = begin(context, ServerControl::readOnly);
        List<Callable<?>> changes = List.of(
                () -> store.append(List.of(event(100, NOW + 100))),
                () -> store.delete(before.get(0).id()),
                () -> store.delete(EventFilter.ALL),
                () -> things.insert(named("2", "b")),
                () -> things.replace(named("1", "c"), 1),
                () -> things.delete("1"));
        for (Callable<?> change : changes) {
            Expect.unavailable("a change while the server is read-only", Set.of(Reason.READ_ONLY), change);
        }
        Expect.equal("events", Samples.reversed(before), Samples.all(store, EventFilter.ALL));
        Expect.equal(
                "document by name", "1", things.get("name", "a").orElseThrow().id());
        fault.end();
        eventually(context, "append", () -> store.append(List.of(event(100, NOW + 100))));
        eventually(context, "replace", () -> things.replace(named("1", "c"), 1));
        Expect.equal("count of events", 21L, store.countEvents(EventFilter.ALL));
    }

    private static void fullDisk(CheckContext context) throws Exception {
        EventStore store = context.events();
        Set<Event> acknowledged = new HashSet<>(Samples.history(20));
        store.append(List.copyOf(acknowledged));
        Fault fault = begin(context, ServerControl::fullDisk);
        StoreUnavailableException full = null;
        for (int i = 1_000; i < 4_000 && full == null; i++) {
            Event event = event(
                    Samples.id(i),
                    Samples.DEVICE,
                    Samples.SOURCE,
                    NOW + i,
                    new ReadingValue.Text("x".repeat(10_000)),
                    ValueType.STRING);
            try {
                store.append(List.of(event));
                acknowledged.add(event);
            } catch (StoreUnavailableException e) {
                full = e;
            }
        }
        Expect.that(full != null, "3,000 events of 10 kB were stored though there is no space left");
        Expect.equal("reason of the failure", Reason.FULL, full.reason());
        Expect.that(
                new HashSet<>(Samples.all(store, EventFilter.ALL)).containsAll(acknowledged),
                "acknowledged events are not there while there is no space left");
        fault.end();
        Event after = event(5_000, NOW + 5_000);
        eventually(context, "append", () -> store.append(List.of(after)));
        acknowledged.add(after);
        eventually(context, "reopen", () -> {
            context.space().reopen();
            return null;
        });
        Expect.that(
                new HashSet<>(Samples.all(context.events(), EventFilter.ALL)).containsAll(acknowledged),
                "acknowledged events are lost");
    }
}
