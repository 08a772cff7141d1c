package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Large events, and pages bound by bytes. */
public final class SizeChecks {

    private static final String MAX_BYTES = "EventQuery.maxBytes: when the next record would exceed it, the page ends"
            + " and is truncated; the first record is returned whatever its size. The size of a record is that of its"
            + " content, or what the provider stores, at least half and at most twice as much.";
    private static final String LARGE = "EventStore.append: events of up to 25 MB each.";
    private static final int RECORD = 10_000;
    private static final int COUNT = 40;

    private SizeChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.max-bytes.bounds",
                        "A page of events ends where the next one would exceed the query's maxBytes, and says so",
                        MAX_BYTES,
                        context -> bounds(context, true)),
                Check.of(
                        "readings.max-bytes.bounds",
                        "A page of readings ends where the next one would exceed the query's maxBytes, and says so",
                        MAX_BYTES,
                        context -> bounds(context, false)),
                Check.of(
                        "events.max-bytes.not-truncated",
                        "A page that ends at its limit, or at the end of the selection, is not truncated",
                        MAX_BYTES,
                        SizeChecks::notTruncated),
                Check.of(
                        "events.max-bytes.first",
                        "The first record of a page is returned whatever its size",
                        MAX_BYTES,
                        SizeChecks::first),
                Check.of(
                        "events.max-bytes.walk",
                        "Pages that are truncated join without a gap, by cursor and by offset",
                        MAX_BYTES,
                        SizeChecks::walk),
                Check.of(
                                "events.large.binary",
                                "An event with 25 MB of bytes comes back, byte for byte",
                                LARGE,
                                SizeChecks::largeBinary)
                        .needing(Need.HEAP)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                                "events.large.text",
                                "An event with 12 million characters of two bytes comes back",
                                LARGE,
                                SizeChecks::largeText)
                        .needing(Need.HEAP)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                                "events.large.many-readings",
                                "An event with thousands of readings comes back, and each of them counts",
                                LARGE,
                                SizeChecks::manyReadings)
                        .within(Duration.ofMinutes(2)),
                Check.of(
                                "events.large.neighbours",
                                "Large and small events of one batch are stored, paged, counted and deleted like others",
                                LARGE,
                                SizeChecks::neighbours)
                        .within(Duration.ofMinutes(2)));
    }

    private static List<Event> bulky() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            events.add(event(
                    id(i),
                    Samples.DEVICE,
                    Samples.SOURCE,
                    NOW + i,
                    new ReadingValue.Text("x".repeat(RECORD)),
                    ValueType.STRING));
        }
        return events;
    }

    private static void bounds(CheckContext context, boolean events) {
        Samples.append(context.events(), bulky());
        for (long maxBytes : new long[] {RECORD * 4L, RECORD * 10L, RECORD * 16L}) {
            Page<?> page = events
                    ? context.events()
                            .events(EventQuery.page(EventFilter.ALL, 0, COUNT).atMostBytes(maxBytes))
                    : context.events()
                            .readings(ReadingQuery.page(ReadingFilter.ALL, 0, COUNT)
                                    .atMostBytes(maxBytes));
            String what =
                    "page of at most " + maxBytes + " bytes of " + COUNT + " records of about " + RECORD + " bytes";
            long least = Math.max(1, maxBytes / (2 * (RECORD + 500)));
            long most = maxBytes / (RECORD / 2);
            Expect.that(
                    page.items().size() >= least && page.items().size() <= most,
                    what + ": expected " + least + " to " + most + " records, found "
                            + page.items().size());
            Expect.equal(what + ": truncated", true, page.truncated());
            Expect.equal(what + ": total", OptionalLong.of(COUNT), page.total());
        }
    }

    private static void notTruncated(CheckContext context) {
        EventStore store = context.events();
        List<Event> events = bulky();
        Samples.append(store, events);
        long enough = 3L * COUNT * RECORD;
        for (int limit : new int[] {0, 1, 5, COUNT - 1, COUNT, COUNT + 1}) {
            Page<Event> page =
                    store.events(EventQuery.page(EventFilter.ALL, 0, limit).atMostBytes(enough));
            Expect.equal("truncated, of a page of " + limit + " with room for all", false, page.truncated());
            Expect.equal(
                    "events of that page", Math.min(limit, COUNT), page.items().size());
        }
        Page<Event> one = store.events(EventQuery.page(EventFilter.ALL, 0, 1).atMostBytes(1));
        Expect.equal("truncated, of a page of 1 that has its record, though it is larger", false, one.truncated());
        Page<Event> last =
                store.events(EventQuery.page(EventFilter.ALL, COUNT - 1, 20).atMostBytes(1));
        Expect.equal("truncated, of the page of the oldest event, though it is larger", false, last.truncated());
        Expect.equal("events of the last page", List.of(events.get(0)), last.items());
        Page<Reading> reading = store.readings(
                ReadingQuery.page(ReadingFilter.ALL, COUNT - 1, 20).atMostBytes(1));
        Expect.equal("truncated, of the page of the oldest reading, though it is larger", false, reading.truncated());
    }

    private static void first(CheckContext context) {
        List<Event> events = bulky();
        Samples.append(context.events(), events);
        Page<Event> page =
                context.events().events(EventQuery.page(EventFilter.ALL, 0, 20).atMostBytes(1));
        Expect.equal(
                "a page of at most 1 byte",
                new Page<>(List.of(events.get(COUNT - 1)), OptionalLong.of(COUNT), true),
                page);
        Page<Reading> readings = context.events()
                .readings(ReadingQuery.page(ReadingFilter.ALL, 3, 20).atMostBytes(1));
        Expect.equal(
                "a page of readings of at most 1 byte",
                new Page<>(events.get(COUNT - 4).readings(), OptionalLong.of(COUNT), true),
                readings);
    }

    private static void walk(CheckContext context) {
        List<Event> events = bulky();
        Samples.append(context.events(), events);
        List<Event> expected = Samples.reversed(events);
        List<Event> byCursor = new ArrayList<>();
        List<Event> byOffset = new ArrayList<>();
        Optional<EventCursor> place = Optional.empty();
        boolean more = true;
        while (more) {
            Page<Event> page =
                    context.events().events(new EventQuery(EventFilter.ALL, place, 0, 9, 3L * RECORD, false));
            byCursor.addAll(page.items());
            more = !page.items().isEmpty() && byCursor.size() <= COUNT;
            place = byCursor.isEmpty() ? place : Optional.of(EventCursor.of(byCursor.get(byCursor.size() - 1)));
        }
        Expect.equal("truncated pages by cursor", expected, byCursor);
        do {
            Page<Event> page = context.events()
                    .events(EventQuery.page(EventFilter.ALL, byOffset.size(), 9).atMostBytes(3L * RECORD));
            byOffset.addAll(page.items());
            more = !page.items().isEmpty() && byOffset.size() <= COUNT;
        } while (more);
        Expect.equal("truncated pages by offset", expected, byOffset);
    }

    private static void largeBinary(CheckContext context) {
        byte[] bytes = new byte[25_000_000];
        new Random(7).nextBytes(bytes);
        comesBack(context, new ReadingValue.Binary(bytes, "image/raw"), ValueType.BINARY);
    }

    private static void largeText(CheckContext context) {
        comesBack(context, new ReadingValue.Text("\u00fc\u00e9 d".repeat(3_000_000)), ValueType.STRING);
    }

    private static void comesBack(CheckContext context, ReadingValue value, ValueType type) {
        EventStore store = context.events();
        Event large = event(id(1), Samples.DEVICE, Samples.SOURCE, NOW, value, type);
        store.append(List.of(large));
        store.append(List.of(event(2, NOW + 1)));
        Expect.that(large.equals(store.event(large.id()).orElse(null)), "the event by its id is not what was stored");
        Page<Event> page = store.events(EventQuery.page(EventFilter.ALL, 1, 1));
        Expect.that(page.items().equals(List.of(large)), "the event in a page is not what was stored");
        Expect.equal("count of events", 2L, store.countEvents(EventFilter.ALL));
        Expect.equal(
                "append of the same again",
                1,
                store.append(List.of(large)).duplicates().size());
        Expect.equal("deletion", true, store.delete(large.id()));
        Expect.equal("event by id after its deletion", Optional.empty(), store.event(large.id()));
        Expect.equal("count of events after the deletion", 1L, store.countEvents(EventFilter.ALL));
    }

    private static void manyReadings(CheckContext context) {
        Twin twin = new Twin(context);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            readings.add(ReadingSamples.reading("d" + i % 3, "r" + i % 7, NOW + i % 100, Integer.toString(i)));
        }
        twin.append(List.of(ReadingSamples.event(1, "d0", NOW, readings), event(2, NOW + 50)));
        twin.sameEvent(id(1));
        twin.sameCount(ReadingFilter.ALL);
        twin.sameCount(ReadingFilter.device("d1"));
        twin.sameCount(ReadingFilter.resource("r3"));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 2_490, 20));
        twin.same(ReadingQuery.page(ReadingFilter.device("d2"), 1_000, 20));
        twin.delete(id(1));
        twin.sameCount(ReadingFilter.ALL);
        twin.sameCount(ReadingFilter.device("d1"));
    }

    private static void neighbours(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] bytes = new byte[i % 4 == 1 ? 1_200_000 : 100];
            new Random(i).nextBytes(bytes);
            Reading reading = new Reading(
                    NOW + i,
                    Samples.DEVICE,
                    Samples.PROFILE,
                    Samples.RESOURCE,
                    ValueType.BINARY,
                    "",
                    new ReadingValue.Binary(bytes, "image/raw"),
                    new JsonText("{\"n\":" + i + "}"),
                    null);
            batch.add(ReadingSamples.event(i, Samples.DEVICE, NOW + i, List.of(reading)));
        }
        twin.append(batch);
        twin.sameEverything();
        twin.delete(EventFilter.ALL.within(io.graft.api.persistence.TimeRange.until(NOW + 5)));
        twin.sameEverything();
    }
}
