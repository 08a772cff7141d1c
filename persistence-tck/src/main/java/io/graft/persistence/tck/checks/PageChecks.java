package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.history;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Pages: by offset, by cursor, with and without a total. */
public final class PageChecks {

    private static final String WINDOW = "EventQuery: offset is how many events of the selection (behind the cursor, if"
            + " there is one) to pass over, limit how many to return at most. Page: fewer only at the end of the"
            + " selection, or when truncated.";
    private static final String CURSOR = "EventQuery: continue behind this place. EventCursor: the place of one event,"
            + " which need not exist (any more).";
    private static final String TOTAL = "Page: how many records the selection has in all, exactly; empty when the query"
            + " did not ask. EventQuery: cursor and offset disregarded.";

    private PageChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.page.offset",
                        "Pages by offset join without a gap and without an overlap, whatever their size",
                        WINDOW,
                        PageChecks::offset),
                Check.of(
                        "events.page.cursor",
                        "Pages by cursor join without a gap and without an overlap, whatever their size",
                        CURSOR,
                        PageChecks::cursor),
                Check.of(
                        "events.page.equal-origins",
                        "Pages join also where all events have one origin",
                        "Order: a page boundary never falls between two records that could change places.",
                        PageChecks::equalOrigins),
                Check.of(
                        "events.page.deep",
                        "A page deep in the history is right, by offset and by cursor",
                        WINDOW,
                        PageChecks::deep),
                Check.of(
                        "events.page.limit-zero",
                        "A page of no events has no events, the right total and is not truncated",
                        WINDOW,
                        PageChecks::limitZero),
                Check.of(
                        "events.page.beyond-end",
                        "A page behind the end is empty and has the right total, however large offset and limit are",
                        WINDOW,
                        PageChecks::beyondEnd),
                Check.of(
                        "events.page.cursor-of-no-event",
                        "A cursor is a place: it works when its event was deleted or has never been there",
                        CURSOR,
                        PageChecks::cursorOfNoEvent),
                Check.of(
                        "events.page.cursor-and-offset",
                        "An offset counts from the cursor when there are both",
                        WINDOW,
                        PageChecks::cursorAndOffset),
                Check.of(
                        "events.page.total",
                        "The total is that of the filter, whatever cursor, offset and limit are",
                        TOTAL,
                        PageChecks::total),
                Check.of(
                        "events.page.no-total",
                        "A page has no total when the query did not ask",
                        TOTAL,
                        PageChecks::noTotal),
                Check.of(
                        "events.page.filtered",
                        "Pages of a device, a stream and a range of origins join as pages of all events do",
                        WINDOW,
                        PageChecks::filtered),
                Check.of(
                        "readings.page.offset",
                        "Pages of readings join, also within an event, for all, for a device and for resources",
                        "ReadingQuery: offset is how many readings of the selection to pass over.",
                        PageChecks::readings));
    }

    private static void offset(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(history(230));
        for (int size : new int[] {1, 7, 20, 100, 229, 230, 231}) {
            for (int offset = 0; offset < 231; offset += size * Math.max(1, 40 / size)) {
                twin.same(EventQuery.page(EventFilter.ALL, offset, size));
            }
        }
    }

    private static void cursor(CheckContext context) {
        List<Event> events = history(150);
        Samples.append(context.events(), events);
        for (int size : new int[] {1, 7, 20, 149, 150, 151}) {
            Expect.equal(
                    "pages of " + size + " by cursor", Samples.reversed(events), walk(context, EventFilter.ALL, size));
        }
    }

    /** All events of a filter, page by page, each behind the last event of the one before. */
    private static List<Event> walk(CheckContext context, EventFilter filter, int size) {
        List<Event> seen = new ArrayList<>();
        Page<Event> page =
                context.events().events(EventQuery.page(filter, 0, size).withoutTotal());
        while (!page.items().isEmpty()) {
            seen.addAll(page.items());
            Expect.that(seen.size() <= 2_000, "pages by cursor never end: " + seen.size() + " events so far");
            EventCursor last = EventCursor.of(seen.get(seen.size() - 1));
            page = context.events().events(EventQuery.after(filter, last, size));
        }
        return seen;
    }

    private static void equalOrigins(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            events.add(event(i, i < 120 ? NOW : NOW + i % 2));
        }
        twin.append(events);
        List<Event> inOrder =
                twin.store().events(EventQuery.page(EventFilter.ALL, 0, 200)).items();
        twin.same(EventQuery.page(EventFilter.ALL, 0, 200));
        for (int size : new int[] {1, 7, 50}) {
            Expect.equal("pages of " + size + " by cursor", inOrder, walk(context, EventFilter.ALL, size));
            for (int offset = 0; offset < 150; offset += 13) {
                twin.same(EventQuery.page(EventFilter.ALL, offset, size));
            }
        }
    }

    private static void deep(CheckContext context) {
        int count = context.scaled(3_000);
        List<Event> events = history(count);
        Samples.append(context.events(), events);
        List<Event> expected = Samples.reversed(events);
        for (int offset : new int[] {count / 2, count - 40, count - 20, count - 7}) {
            int to = Math.min(offset + 20, count);
            Expect.equal(
                    "page of 20 at offset " + offset + " of " + count,
                    new Page<>(expected.subList(offset, to), OptionalLong.of(count)),
                    context.events().events(EventQuery.page(EventFilter.ALL, offset, 20)));
            EventCursor place = EventCursor.of(expected.get(offset - 1));
            Expect.equal(
                    "page of 20 behind the " + offset + ". of " + count,
                    expected.subList(offset, to),
                    context.events()
                            .events(EventQuery.after(EventFilter.ALL, place, 20))
                            .items());
        }
    }

    private static void limitZero(CheckContext context) {
        Twin twin = new Twin(context);
        twin.same(EventQuery.page(EventFilter.ALL, 0, 0));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 0));
        twin.append(history(5));
        twin.same(EventQuery.page(EventFilter.ALL, 0, 0));
        twin.same(EventQuery.page(EventFilter.ALL, 3, 0));
        twin.same(EventQuery.page(EventFilter.ALL, 0, 0).atMostBytes(1));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 0));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 0).atMostBytes(1));
    }

    private static void beyondEnd(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(history(5));
        for (long offset : new long[] {4, 5, 6, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE}) {
            for (int limit : new int[] {1, 20, Integer.MAX_VALUE}) {
                twin.same(EventQuery.page(EventFilter.ALL, offset, limit));
                twin.same(ReadingQuery.page(ReadingFilter.ALL, offset, limit));
            }
        }
        twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(NOW - 1, id(1)), 20));
        twin.same(EventQuery.page(EventFilter.device("nobody"), 0, 20));
        twin.same(ReadingQuery.page(ReadingFilter.device("nobody"), 0, 20));
    }

    private static void cursorOfNoEvent(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = history(30);
        twin.append(events);
        twin.append(List.of(event(100, NOW + 10), event(101, NOW + 10), event(102, NOW + 10)));
        for (int i = 0; i < 40; i++) {
            twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(NOW + i, id(200 + i)), 7));
        }
        for (long origin : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(origin, id(1)), 7));
            twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(origin, id(2)), 7));
        }
        Event deleted = events.get(20);
        twin.delete(deleted.id());
        twin.same(EventQuery.after(EventFilter.ALL, EventCursor.of(deleted), 7));
    }

    private static void cursorAndOffset(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = history(60);
        twin.append(events);
        for (int offset : new int[] {0, 1, 10, 48, 49, 50, 100}) {
            twin.same(new EventQuery(
                    EventFilter.ALL, Optional.of(EventCursor.of(events.get(50))), offset, 10, Long.MAX_VALUE, true));
        }
    }

    private static void total(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = history(40);
        twin.append(events);
        twin.append(List.of(event(id(99), "other", Samples.SOURCE, NOW)));
        for (EventFilter filter : List.of(
                EventFilter.ALL,
                EventFilter.device(Samples.DEVICE),
                EventFilter.ALL.within(new TimeRange(NOW + 3, NOW + 30)))) {
            for (int limit : new int[] {0, 5, 100}) {
                twin.same(EventQuery.page(filter, 7, limit));
                twin.same(new EventQuery(
                        filter, Optional.of(EventCursor.of(events.get(20))), 2, limit, Long.MAX_VALUE, true));
            }
        }
    }

    private static void noTotal(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(history(12));
        twin.same(EventQuery.page(EventFilter.ALL, 0, 5).withoutTotal());
        twin.same(EventQuery.page(EventFilter.ALL, 10, 5).withoutTotal());
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 5).withoutTotal());
        twin.same(EventQuery.page(EventFilter.device("nobody"), 0, 5).withoutTotal());
    }

    private static void filtered(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            events.add(event(id(i), "d" + i % 4, "s" + i % 3, NOW + i / 5));
        }
        twin.append(events);
        TimeRange range = new TimeRange(NOW + 5, NOW + 40);
        for (EventFilter filter : List.of(
                EventFilter.device("d1"),
                EventFilter.stream("d2", "s2"),
                EventFilter.ALL.within(range),
                EventFilter.device("d3").within(range),
                EventFilter.stream("d0", "s1").within(range))) {
            List<Event> inOrder = Samples.all(twin.store(), filter);
            Expect.equal("pages of 7 of " + filter + " by cursor", inOrder, walk(context, filter, 7));
            for (int offset = 0; offset < 80; offset += 7) {
                twin.same(EventQuery.page(filter, offset, 7));
            }
        }
    }

    private static void readings(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(ReadingSamples.mixed(60));
        for (ReadingFilter filter : ReadingSamples.filters()) {
            twin.same(ReadingQuery.page(filter, 0, Integer.MAX_VALUE));
            for (int offset = 0; offset < 200; offset += 9) {
                twin.same(ReadingQuery.page(filter, offset, 9));
            }
        }
    }
}
