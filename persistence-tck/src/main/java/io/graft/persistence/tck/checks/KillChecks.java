package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;
import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.model.Event;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that is killed, mid-write, and started again. */
public final class KillChecks {

    private static final String DURABLE = "Rule 1: after a crash every acknowledged change is there. A change that was"
            + " not acknowledged is there wholly or not at all.";
    private static final Set<Reason> AWAY = Set.of(Reason.UNREACHABLE, Reason.TIMEOUT, Reason.BUSY);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int WRITERS = 4;

    private KillChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                                "faults.kill.answers",
                                "While the server is dead every call fails with StoreUnavailableException within bounds,"
                                        + " and goes on by itself when it lives",
                                "Rule 3: no call waits without bound. Rule 4: failures are StoreExceptions.",
                                KillChecks::answers)
                        .needing(Need.KILL)
                        .within(LIMIT),
                Check.of(
                                "faults.kill.events",
                                "No acknowledged event is lost when the server is killed mid-write; every other is there"
                                        + " wholly or not at all",
                                DURABLE,
                                KillChecks::events)
                        .needing(Need.KILL)
                        .within(LIMIT),
                Check.of(
                                "faults.kill.documents",
                                "No acknowledged document is lost when the server is killed mid-write, and no unique"
                                        + " value is taken by a document that is not there",
                                DURABLE,
                                KillChecks::documents)
                        .needing(Need.KILL)
                        .within(LIMIT));
    }

    private static void answers(CheckContext context) throws Exception {
        EventStore store = context.events();
        DocumentCollection things = things(context);
        List<Event> before = Samples.history(20);
        store.append(before);
        things.insert(named("1", "a"));
        Fault fault = FaultChecks.begin(context, ServerControl::kill);
        Map<String, Callable<?>> calls = new HashMap<>();
        calls.put("append", () -> store.append(List.of(event(100, NOW + 100))));
        calls.put("events", () -> store.events(EventQuery.page(EventFilter.ALL, 0, 20)));
        calls.put("event", () -> store.event(before.get(0).id()));
        calls.put("countReadings", () -> store.countReadings(ReadingFilter.ALL));
        calls.put("delete", () -> store.delete(EventFilter.device("nobody")));
        calls.put("insert", () -> things.insert(named("2", "b")));
        calls.put("get", () -> things.get("name", "a"));
        calls.put("find", () -> things.find(DocumentQuery.ALL));
        Crew crew = Crew.of(context);
        calls.forEach((name, call) ->
                crew.start(1, thread -> Expect.unavailable(name + " while the server is dead", AWAY, call)));
        crew.join(context.patience());
        fault.end();
        Event after = event(200, NOW + 200);
        FaultChecks.eventually(context, "append", () -> store.append(List.of(after)));
        Expect.equal("event that was stored afterwards", Optional.of(after), store.event(after.id()));
        FaultChecks.eventually(context, "find", () -> things.find(DocumentQuery.ALL));
        Expect.equal("document", "1", things.get("name", "a").orElseThrow().id());
        List<Event> found = Samples.all(store, EventFilter.ALL);
        Expect.that(found.containsAll(before), "events that were acknowledged before are lost");
        Expect.equal("count of events", (long) found.size(), store.countEvents(EventFilter.ALL));
    }

    /** What writers do until they are told to stop: one change after the other, each again until it is acknowledged. */
    private interface Change {
        void run(int number);
    }

    private static void write(AtomicBoolean writing, int thread, Set<Integer> acknowledged, Change change)
            throws InterruptedException {
        for (int i = 0; writing.get(); i++) {
            int number = thread * 1_000_000 + i;
            for (boolean done = false; !done && writing.get(); ) {
                try {
                    change.run(number);
                    acknowledged.add(number);
                    done = true;
                } catch (StoreUnavailableException e) {
                    Expect.that(AWAY.contains(e.reason()), "a change while the server is dead: " + Shown.of(e));
                    FaultChecks.pause();
                }
            }
        }
    }

    /** Kills the server while writers write, starts it again, and returns what they were told is done. */
    private static Set<Integer> killWhileWriting(CheckContext context, Change change) throws Exception {
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean writing = new AtomicBoolean(true);
        Crew crew = Crew.of(context);
        crew.start(WRITERS, thread -> write(writing, thread, acknowledged, change));
        try {
            for (int kill = 0; kill < 2; kill++) {
                awaitMore(context, acknowledged, 60);
                Fault fault = FaultChecks.begin(context, ServerControl::kill);
                fault.end();
            }
            awaitMore(context, acknowledged, 60);
        } finally {
            writing.set(false);
        }
        crew.join(context.patience());
        return acknowledged;
    }

    private static void awaitMore(CheckContext context, Set<Integer> acknowledged, int more)
            throws InterruptedException {
        int enough = acknowledged.size() + more;
        long end = System.nanoTime() + context.patience().toNanos();
        while (acknowledged.size() < enough) {
            Expect.that(
                    System.nanoTime() < end,
                    "the server serves, and " + WRITERS + " threads did not get " + more + " changes done within "
                            + context.patience().toSeconds() + " s");
            FaultChecks.pause();
        }
    }

    private static void events(CheckContext context) throws Exception {
        EventStore store = context.events();
        Set<Event> tried = ConcurrentHashMap.newKeySet();
        Set<Integer> acknowledged = killWhileWriting(context, number -> {
            Event event = event(number, NOW + number);
            tried.add(event);
            store.append(List.of(event));
        });
        for (int number : acknowledged) {
            Event event = event(number, NOW + number);
            Expect.equal("acknowledged event " + number, Optional.of(event), store.event(event.id()));
        }
        Set<Event> found = new HashSet<>(Samples.all(store, EventFilter.ALL));
        Expect.equal("count of events", (long) found.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", (long) found.size(), store.countReadings(ReadingFilter.ALL));
        Expect.equal("count of the device", (long) found.size(), store.countEvents(EventFilter.device(Samples.DEVICE)));
        found.removeAll(tried);
        Expect.equal("events that nobody has stored like this", Set.of(), found);
        Samples.append(store, List.copyOf(tried));
        Expect.equal("count after all were stored again", (long) tried.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("events after all were stored again", tried, new HashSet<>(Samples.all(store, EventFilter.ALL)));
    }

    private static void documents(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        Set<Integer> acknowledged = killWhileWriting(context, number -> {
            try {
                things.insert(named("id " + number, "name " + number));
            } catch (DuplicateKeyException e) {
                Expect.that(
                        things.get("id " + number).isPresent(),
                        "document " + number + " is refused since " + e.field() + " is taken, and it is not there");
            }
        });
        for (int number : acknowledged) {
            Document expected = named("id " + number, "name " + number).withRevision(1);
            Expect.equal("acknowledged document", Optional.of(expected), things.get("id " + number));
            Expect.equal("acknowledged document by name", Optional.of(expected), things.get("name", "name " + number));
        }
        List<Document> found = things.find(DocumentQuery.ALL).items();
        Expect.equal("count of documents", (long) found.size(), things.count(DocumentQuery.ALL));
    }
}
