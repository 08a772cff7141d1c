package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.history;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ReadingFilter;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Storing events: what is there on return, and only once. */
public final class AppendChecks {

    private static final String VISIBLE = "Rule 2: every call that begins after a change has returned sees the change.";
    private static final String IDEMPOTENT = "EventStore.append: idempotent by event id; an event whose id is stored"
            + " already, or occurs earlier in the batch, is not stored again, whatever its content, and is named in"
            + " the result.";

    private AppendChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.append.visible",
                        "An event is found by every kind of query as soon as its append has returned",
                        VISIBLE,
                        AppendChecks::visible),
                Check.of(
                        "events.append.every-one",
                        "Every event of every batch is stored, whatever the size of the batch",
                        VISIBLE,
                        AppendChecks::everyOne),
                Check.of(
                        "events.append.empty",
                        "A batch without events changes nothing",
                        "EventStore.append: any number of events.",
                        AppendChecks::empty),
                Check.of(
                        "events.append.idempotent",
                        "An event that is stored already is not stored again, and is named in the result",
                        IDEMPOTENT,
                        AppendChecks::idempotent),
                Check.of(
                        "events.append.duplicates-in-batch",
                        "An event that occurs twice in a batch is stored once, with the content that came first",
                        IDEMPOTENT,
                        AppendChecks::duplicatesInBatch),
                Check.of(
                        "events.append.other-content",
                        "An event whose id is taken does not change the stored one, not even with another origin or"
                                + " device",
                        IDEMPOTENT,
                        AppendChecks::otherContent),
                Check.of(
                        "events.append.after-delete",
                        "An event that was deleted can be stored again, with other content",
                        "EventStore.append: an event that was deleted may be stored again.",
                        AppendChecks::afterDelete),
                Check.of(
                        "events.append.any-order",
                        "The events of a batch may come in any order of origins",
                        "EventStore.append: any number of events, in any order of origins.",
                        AppendChecks::anyOrder),
                Check.of(
                        "events.append.keeps-nothing",
                        "A batch is the caller's again when append has returned: it was not changed, and may be",
                        "Rule 10: stores don't keep or change what they are passed.",
                        AppendChecks::keepsNothing));
    }

    private static void visible(CheckContext context) {
        EventStore store = context.events();
        for (int i = 0; i < 20; i++) {
            Event event = event(i, NOW + i);
            Expect.equal("append of a new event", AppendResult.ALL_NEW, store.append(List.of(event)));
            Expect.equal("event by its id right after its append", Optional.of(event), store.event(event.id()));
            Expect.equal(
                    "newest event right after its append",
                    List.of(event),
                    store.events(EventQuery.page(EventFilter.ALL, 0, 1)).items());
            Expect.equal("count of events right after an append", i + 1L, store.countEvents(EventFilter.ALL));
            Expect.equal("count of readings right after an append", i + 1L, store.countReadings(ReadingFilter.ALL));
            Expect.equal(
                    "count of the device's events right after an append",
                    i + 1L,
                    store.countEvents(EventFilter.stream(Samples.DEVICE, Samples.SOURCE)));
        }
    }

    private static void everyOne(CheckContext context) {
        EventStore store = context.events();
        List<Event> events = history(context.scaled(2_000));
        int from = 0;
        for (int size = 1; from < events.size(); size = size * 2 + 1) {
            int to = Math.min(from + size, events.size());
            Expect.equal(
                    "append of " + (to - from) + " new events",
                    Set.of(),
                    store.append(events.subList(from, to)).duplicates());
            from = to;
        }
        Expect.equal("count of all events", (long) events.size(), store.countEvents(EventFilter.ALL));
        Expect.equal("all events", Samples.reversed(events), Samples.all(store, EventFilter.ALL));
    }

    private static void empty(CheckContext context) {
        Expect.equal(
                "append of no events", AppendResult.ALL_NEW, context.events().append(List.of()));
        Expect.equal("count after an append of no events", 0L, context.events().countEvents(EventFilter.ALL));
    }

    private static void idempotent(CheckContext context) {
        EventStore store = context.events();
        List<Event> events = history(10);
        store.append(events.subList(0, 6));
        Expect.equal(
                "duplicates of a batch of 10 of which 6 are stored",
                Set.copyOf(events.subList(0, 6).stream().map(Event::id).toList()),
                store.append(events).duplicates());
        Expect.equal(
                "duplicates of a batch that is stored wholly",
                10,
                store.append(events).duplicates().size());
        Expect.equal("count of events", 10L, store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", 10L, store.countReadings(ReadingFilter.ALL));
        Expect.equal("all events", Samples.reversed(events), Samples.all(store, EventFilter.ALL));
    }

    private static void duplicatesInBatch(CheckContext context) {
        EventStore store = context.events();
        Event first = event(1, NOW);
        Event second = event(first.id(), "other", "other", NOW + 1);
        Event another = event(2, NOW + 2);
        Expect.equal(
                "duplicates of a batch in which an id occurs four times",
                Set.of(first.id()),
                store.append(List.of(first, second, another, first, second)).duplicates());
        Expect.equal("all events", List.of(another, first), Samples.all(store, EventFilter.ALL));
        Expect.equal("count of events", 2L, store.countEvents(EventFilter.ALL));
        Expect.equal("count of readings", 2L, store.countReadings(ReadingFilter.ALL));
        Expect.equal("count of the second one's device", 0L, store.countEvents(EventFilter.device("other")));
    }

    private static void otherContent(CheckContext context) {
        EventStore store = context.events();
        Event stored = event(1, NOW);
        Event other = event(stored.id(), "other", "other", NOW - 5, new ReadingValue.Text("true"), ValueType.BOOL);
        store.append(List.of(stored));
        Expect.equal(
                "duplicates", Set.of(stored.id()), store.append(List.of(other)).duplicates());
        Expect.equal("event by id", Optional.of(stored), store.event(stored.id()));
        Expect.equal("all events", List.of(stored), Samples.all(store, EventFilter.ALL));
        Expect.equal("count of the refused one's device", 0L, store.countEvents(EventFilter.device("other")));
        Expect.equal("count of the refused one's readings", 0L, store.countReadings(ReadingFilter.device("other")));
        Expect.equal("streams", 1, store.streams().size());
    }

    private static void afterDelete(CheckContext context) {
        EventStore store = context.events();
        for (int i = 0; i < 5; i++) {
            Event event = event(id(7), "device " + i, Samples.SOURCE, NOW + i);
            Expect.equal(
                    "append after the " + i + ". deletion",
                    Set.of(),
                    store.append(List.of(event)).duplicates());
            Expect.equal("event by id", Optional.of(event), store.event(event.id()));
            Expect.equal("count of events", 1L, store.countEvents(EventFilter.ALL));
            if (i % 2 == 0) {
                Expect.equal("deletion by id", true, store.delete(event.id()));
            } else {
                Expect.equal("deletion by device", 1L, store.delete(EventFilter.device(event.deviceName())));
            }
            Expect.equal("event by id after its deletion", Optional.empty(), store.event(event.id()));
        }
    }

    private static void anyOrder(CheckContext context) {
        EventStore store = context.events();
        List<Event> events = history(200);
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, context.random());
        Samples.append(store, shuffled);
        Expect.equal("all events, newest first", Samples.reversed(events), Samples.all(store, EventFilter.ALL));
    }

    private static void keepsNothing(CheckContext context) {
        EventStore store = context.events();
        List<Event> events = history(30);
        List<Event> batch = new ArrayList<>(events);
        store.append(batch);
        Expect.equal("the batch after its append", events, batch);
        batch.clear();
        batch.add(event(99, NOW));
        Expect.equal("all events", Samples.reversed(events), Samples.all(store, EventFilter.ALL));
        store.append(Collections.unmodifiableList(batch));
        Expect.equal("count of events", 31L, store.countEvents(EventFilter.ALL));
    }
}
