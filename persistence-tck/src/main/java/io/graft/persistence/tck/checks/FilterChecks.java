package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Selections, counts and streams. */
public final class FilterChecks {

    private static final String FILTER = "EventFilter, ReadingFilter: all conditions must hold.";
    private static final String COUNTS = "Rule 5: counts are exact, at any size.";
    private static final String STREAMS =
            "EventStore.streams: every pair of device and source that has at least one" + " event.";

    private FilterChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.filter.combinations",
                        "Events are selected by device, source and range, in any combination",
                        FILTER,
                        FilterChecks::events),
                Check.of(
                        "events.filter.range-ends",
                        "Both ends of a range belong to it",
                        "TimeRange: a range of origins, both ends included.",
                        FilterChecks::rangeEnds),
                Check.of(
                        "readings.filter.combinations",
                        "Readings are selected by their own device, resource and origin, not by those of the event",
                        "ReadingFilter: selects readings by what they themselves say.",
                        FilterChecks::readings),
                Check.of(
                        "events.count.exact",
                        "Counts follow every append and every deletion",
                        COUNTS,
                        FilterChecks::counts),
                Check.of(
                        "events.count.large",
                        "Counts of thousands of events are exact, for each device, stream and range",
                        COUNTS,
                        FilterChecks::largeCounts),
                Check.of(
                        "events.streams.all",
                        "Every stream is named once, also one whose source is empty",
                        STREAMS,
                        FilterChecks::streams),
                Check.of(
                        "events.streams.deleted",
                        "A stream goes with its last event, and not before",
                        STREAMS,
                        FilterChecks::streamsGo),
                Check.of(
                        "events.event.unknown",
                        "What is not there is not found, and deleting it deletes nothing",
                        "EventStore.event, EventStore.delete.",
                        FilterChecks::unknown));
    }

    private static List<Event> mixed(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(id(i), "d" + i % 3, "s" + i % 4, NOW + i));
        }
        return events;
    }

    private static void events(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(mixed(120));
        List<TimeRange> ranges = List.of(
                TimeRange.ALL,
                TimeRange.until(NOW + 50),
                new TimeRange(NOW + 20, NOW + 80),
                new TimeRange(NOW + 500, NOW + 600));
        for (TimeRange range : ranges) {
            for (EventFilter filter : List.of(
                    EventFilter.ALL,
                    EventFilter.device("d1"),
                    EventFilter.stream("d1", "s2"),
                    EventFilter.stream("d1", ""),
                    EventFilter.stream("d1", "nothing"),
                    EventFilter.device(""),
                    EventFilter.device("D1"))) {
                twin.same(EventQuery.page(filter.within(range), 0, 200));
                twin.same(EventQuery.page(filter.within(range), 3, 5));
                twin.sameCount(filter.within(range));
            }
        }
    }

    private static void rangeEnds(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(Samples.history(20));
        for (int start = 0; start < 20; start += 3) {
            for (int end = start; end < 20; end += 4) {
                TimeRange range = new TimeRange(NOW + start, NOW + end);
                Expect.equal(
                        "count of the events from " + start + " to " + end,
                        end - start + 1L,
                        twin.store().countEvents(EventFilter.ALL.within(range)));
                twin.same(EventQuery.page(EventFilter.ALL.within(range), 0, 100));
                twin.same(ReadingQuery.page(ReadingFilter.ALL.within(range), 0, 100));
                twin.same(EventQuery.page(EventFilter.device(Samples.DEVICE).within(range), 0, 100));
            }
        }
    }

    private static void readings(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(ReadingSamples.mixed(80));
        for (ReadingFilter filter : ReadingSamples.filters()) {
            twin.sameCount(filter);
            twin.same(ReadingQuery.page(filter, 0, 1_000));
        }
        twin.delete(EventFilter.device("d1"));
        for (ReadingFilter filter : ReadingSamples.filters()) {
            twin.sameCount(filter);
        }
    }

    private static void counts(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = mixed(60);
        for (int i = 0; i < 60; i += 6) {
            twin.append(events.subList(i, i + 6));
            twin.append(events.subList(Math.max(0, i - 3), i + 3));
            twin.delete(events.get(i + 2).id());
            twin.delete(events.get(i + 2).id());
            twin.delete(EventFilter.stream("d2", "s1").within(TimeRange.until(NOW + i)));
            twin.sameCount(EventFilter.ALL);
            twin.sameCount(ReadingFilter.ALL);
            twin.sameCount(EventFilter.device("d2"));
            twin.sameCount(EventFilter.stream("d2", "s1"));
            twin.sameCount(EventFilter.device("d0").within(TimeRange.until(NOW + 30)));
            twin.sameCount(ReadingFilter.device("d2"));
            twin.sameCount(ReadingFilter.resource(Samples.RESOURCE));
        }
    }

    private static void largeCounts(CheckContext context) {
        int count = context.scaled(3_000);
        Twin twin = new Twin(context);
        twin.append(mixed(count));
        twin.delete(EventFilter.stream("d0", "s3"));
        twin.delete(EventFilter.ALL.within(TimeRange.until(NOW + count / 3)));
        twin.sameCount(EventFilter.ALL);
        for (int i = 0; i < 4; i++) {
            twin.sameCount(EventFilter.device("d" + i));
            twin.sameCount(EventFilter.stream("d" + i % 3, "s" + i));
            twin.sameCount(EventFilter.device("d" + i).within(new TimeRange(NOW + count / 2, NOW + count)));
            twin.sameCount(ReadingFilter.device("d" + i));
        }
    }

    private static void streams(CheckContext context) {
        Twin twin = new Twin(context);
        twin.sameStreams();
        List<Event> events = mixed(40);
        events.add(event(id(100), "d0", "", NOW));
        events.add(event(id(101), "", "s0", NOW));
        events.add(event(id(102), "", "", NOW));
        events.add(event(id(103), "D0", "s0", NOW));
        twin.append(events);
        twin.sameStreams();
    }

    private static void streamsGo(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = mixed(40);
        twin.append(events);
        for (Event event : events.subList(0, 30)) {
            twin.delete(event.id());
            twin.sameStreams();
        }
        twin.delete(EventFilter.device("d1"));
        twin.sameStreams();
        twin.append(List.of(event(id(200), "d1", "s9", NOW)));
        twin.sameStreams();
        twin.delete(EventFilter.ALL);
        twin.sameStreams();
    }

    private static void unknown(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(Samples.history(3));
        Expect.equal(
                "an event that was never stored", Optional.empty(), twin.store().event(id(77)));
        twin.delete(id(77));
        twin.delete(EventFilter.device("nobody"));
        twin.delete(EventFilter.ALL.within(TimeRange.until(NOW - 1)));
        twin.sameEverything();
    }
}
