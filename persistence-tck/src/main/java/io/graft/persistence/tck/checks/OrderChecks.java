package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** The order of events and readings, and origins to the last of their 64 bits. */
public final class OrderChecks {

    private static final String ORDER = "Order: events are ordered by origin, newest first; equal origins by id, the"
            + " greater first, where ids compare as unsigned 128-bit numbers.";
    private static final String EXACT =
            "Event.origin: in nanoseconds since the epoch, exact to the nanosecond; a 64-bit integer, not a double.";
    private static final long[] IDS = {0, 1, 2, 0x7fff_ffff_ffff_ffffL, 0x8000_0000_0000_0000L, -2, -1};

    private OrderChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.order.newest-first",
                        "Events are ordered by origin, newest first, however they came in",
                        ORDER,
                        OrderChecks::newestFirst),
                Check.of(
                        "events.order.equal-origins",
                        "Events of one origin are ordered by id, the greater first",
                        ORDER,
                        OrderChecks::equalOrigins),
                Check.of(
                        "events.order.unsigned-ids",
                        "Ids compare as unsigned numbers of 128 bits, also behind a cursor",
                        ORDER,
                        OrderChecks::unsignedIds),
                Check.of(
                        "readings.order.own-origin",
                        "Readings are ordered by their own origin, then by the id of their event, then as in the event",
                        "Order: readings are ordered by their own origin, newest first; equal origins by the id of their"
                                + " event, the greater first; then as they stand in the event.",
                        OrderChecks::readings),
                Check.of(
                        "events.origins.neighbours",
                        "Origins that differ by a nanosecond are told apart, where a double can't",
                        EXACT,
                        OrderChecks::neighbours),
                Check.of(
                        "events.origins.extremes",
                        "Negative origins and the largest and smallest of 64 bits are kept, ordered and selected",
                        EXACT,
                        OrderChecks::extremes),
                Check.of(
                        "events.origins.deletion",
                        "A deletion by range deletes to the nanosecond",
                        EXACT,
                        OrderChecks::deletion));
    }

    private static void newestFirst(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = Samples.history(100);
        Collections.shuffle(events, context.random());
        for (int i = 0; i < 100; i += 5) {
            twin.append(events.subList(i, i + 5));
            twin.same(EventQuery.page(EventFilter.ALL, 0, 10));
        }
        twin.sameEverything();
    }

    private static void equalOrigins(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(event(i, NOW + i / 20));
        }
        Collections.shuffle(events, context.random());
        for (Event event : events) {
            twin.append(List.of(event));
        }
        twin.same(EventQuery.page(EventFilter.ALL, 0, 100));
        twin.same(EventQuery.page(EventFilter.device(Samples.DEVICE), 0, 100));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 100));
    }

    private static void unsignedIds(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (long most : IDS) {
            for (long least : IDS) {
                events.add(event(new UUID(most, least), Samples.DEVICE, Samples.SOURCE, NOW));
            }
        }
        Collections.shuffle(events, context.random());
        twin.append(events);
        twin.same(EventQuery.page(EventFilter.ALL, 0, 100));
        twin.same(ReadingQuery.page(ReadingFilter.ALL, 0, 100));
        for (Event event : events) {
            twin.sameEvent(event.id());
            twin.same(EventQuery.after(EventFilter.ALL, EventCursor.of(event), 3));
        }
    }

    private static void readings(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = ReadingSamples.mixed(40);
        Collections.shuffle(events, context.random());
        twin.append(events);
        for (ReadingFilter filter : ReadingSamples.filters()) {
            twin.same(ReadingQuery.page(filter, 0, 1_000));
        }
    }

    private static void neighbours(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        int number = 0;
        for (long around : new long[] {NOW, 1L << 53, 1L << 62, -(1L << 53), 0}) {
            for (long origin = around - 3; origin <= around + 3; origin++) {
                events.add(event(number++, origin));
            }
        }
        Collections.shuffle(events, context.random());
        twin.append(events);
        twin.sameEverything();
        for (Event event : events) {
            TimeRange only = new TimeRange(event.origin(), event.origin());
            twin.same(EventQuery.page(EventFilter.ALL.within(only), 0, 10));
            twin.same(ReadingQuery.page(ReadingFilter.ALL.within(only), 0, 10));
            twin.sameCount(EventFilter.ALL.within(only));
            twin.sameCount(EventFilter.device(Samples.DEVICE).within(only));
            twin.sameCount(ReadingFilter.device(Samples.DEVICE).within(only));
            twin.same(EventQuery.after(EventFilter.ALL, EventCursor.of(event), 2));
        }
    }

    private static void extremes(CheckContext context) {
        Twin twin = new Twin(context);
        long[] origins = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < origins.length; i++) {
            events.add(event(2 * i, origins[i]));
            events.add(event(2 * i + 1, origins[i]));
        }
        twin.append(events);
        twin.sameEverything();
        for (long start : origins) {
            for (long end : origins) {
                if (start <= end) {
                    EventFilter filter = EventFilter.ALL.within(new TimeRange(start, end));
                    twin.same(EventQuery.page(filter, 0, 100));
                    twin.sameCount(filter);
                    twin.sameCount(ReadingFilter.ALL.within(new TimeRange(start, end)));
                }
            }
            twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(start, new UUID(0, 0)), 3));
            twin.same(EventQuery.after(EventFilter.ALL, new EventCursor(start, new UUID(-1, -1)), 3));
        }
        twin.delete(EventFilter.ALL.within(new TimeRange(Long.MAX_VALUE, Long.MAX_VALUE)));
        twin.delete(EventFilter.ALL.within(TimeRange.until(Long.MIN_VALUE)));
        twin.sameEverything();
    }

    private static void deletion(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(Samples.history(60));
        twin.delete(EventFilter.ALL.within(new TimeRange(NOW + 10, NOW + 10)));
        twin.delete(EventFilter.device(Samples.DEVICE).within(new TimeRange(NOW + 20, NOW + 24)));
        twin.delete(EventFilter.ALL.within(TimeRange.until(NOW + 2)));
        twin.delete(EventFilter.ALL.within(new TimeRange(NOW + 57, Long.MAX_VALUE)));
        twin.sameEverything();
    }
}
