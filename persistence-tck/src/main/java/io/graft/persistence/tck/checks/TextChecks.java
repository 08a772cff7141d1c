package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names of any characters, also those that mean something to a database. */
public final class TextChecks {

    private static final String TEXT =
            "Rule 6: text is Unicode, byte for byte. Names may hold any character, also those"
                    + " that mean something to the database; case matters; nothing is trimmed or normalised.";

    /** What means something somewhere: to Redis, MongoDB, SQL, JSON, paths, regular expressions, glob patterns, logs. */
    static final List<String> NAMES = List.of(
            "",
            " ",
            "a",
            "A",
            " a",
            "a ",
            "a.b",
            "a:b",
            "a|b",
            "a/b",
            "a\\b",
            "a,b",
            ".",
            "..",
            "$",
            "$where",
            "{a}",
            "{}",
            "}{",
            "*",
            "a*",
            "?",
            "[a]",
            "^a$",
            "%",
            "_",
            "'",
            "\"",
            "';--",
            "\0",
            "a\0",
            "a\0b",
            "\u0001",
            "\n",
            "\r\n",
            "\t",
            "\u007f",
            "\u00e4",
            "a\u0308",
            "\u00df",
            "ss",
            "\u0130",
            "i",
            "\u8a2d\u5099",
            "\u200b",
            "\ufeff",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "null",
            "true",
            "0",
            "00",
            "id",
            "_id",
            "__proto__",
            "x".repeat(2_000),
            "x".repeat(1_999) + "y");

    private TextChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.text.device-names",
                        "Device and source names of any characters are kept, found, counted and told apart",
                        TEXT,
                        TextChecks::deviceNames),
                Check.of(
                        "events.text.resource-names",
                        "Resource and profile names of any characters are kept, found, counted and told apart",
                        TEXT,
                        TextChecks::resourceNames),
                Check.of(
                        "events.text.joined-names",
                        "Pairs of device and source that read alike when they are joined are told apart",
                        TEXT,
                        TextChecks::joinedNames),
                Check.of(
                        "events.text.deletion",
                        "A deletion by a name of any characters deletes that name's events only",
                        TEXT,
                        TextChecks::deletion),
                Check.of(
                        "events.text.half-surrogates",
                        "A text with half a surrogate pair, which is no Unicode, is kept as it is or refused wholly",
                        TEXT
                                + " Half a surrogate pair is no Unicode: InvalidQueryException is an answer, a changed text"
                                + " is not.",
                        TextChecks::halfSurrogates));
    }

    private static List<Event> named() {
        List<Event> events = new ArrayList<>();
        for (String name : NAMES) {
            events.add(event(id(events.size()), name, "s", NOW + events.size()));
            events.add(event(id(events.size()), "d", name, NOW + events.size()));
        }
        return events;
    }

    private static void deviceNames(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(named());
        twin.sameEverything();
        for (String name : NAMES) {
            twin.same(EventQuery.page(EventFilter.device(name), 0, 10));
            twin.same(EventQuery.page(EventFilter.stream("d", name), 0, 10));
            twin.same(ReadingQuery.page(ReadingFilter.device(name), 0, 10));
        }
    }

    private static void resourceNames(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (String name : NAMES) {
            Reading reading =
                    new Reading(NOW, "d", name, name, ValueType.STRING, name, new ReadingValue.Text(name), null, null);
            events.add(new Event(id(events.size()), "d", name, "s", NOW + events.size(), List.of(reading), null, null));
        }
        twin.append(events);
        twin.sameEverything();
        twin.sameAggregates(ReadingFilter.resource("a:b"), io.graft.api.persistence.AggregateFunction.COUNT);
        for (String name : NAMES) {
            twin.same(ReadingQuery.page(ReadingFilter.resource(name), 0, 10));
            twin.sameCount(ReadingFilter.resource(name));
            twin.sameCount(new ReadingFilter(
                    Optional.of("d"), java.util.Set.of(name), io.graft.api.persistence.TimeRange.ALL));
        }
    }

    private static void joinedNames(CheckContext context) {
        Twin twin = new Twin(context);
        List<Event> events = new ArrayList<>();
        for (String joint : List.of("", ".", ":", "/", "|", "\0", "\u0001", "\uffff", ",", " ", "_", "-", "\\", "::")) {
            events.add(event(id(events.size()), "a", "b" + joint + "c", NOW + events.size()));
            events.add(event(id(events.size()), "a" + joint + "b", "c", NOW + events.size()));
            events.add(event(id(events.size()), "a" + joint, "b" + joint + "c", NOW + events.size()));
            events.add(event(id(events.size()), "a", joint + "b", NOW + events.size()));
            events.add(event(id(events.size()), "a" + joint, "b", NOW + events.size()));
        }
        twin.append(events);
        twin.sameEverything();
        for (int i = 0; i < events.size(); i += 3) {
            twin.delete(
                    EventFilter.stream(events.get(i).deviceName(), events.get(i).sourceName()));
        }
        twin.sameEverything();
    }

    private static void deletion(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(named());
        for (int i = 0; i < NAMES.size(); i += 2) {
            twin.delete(EventFilter.device(NAMES.get(i)));
            twin.sameCount(EventFilter.ALL);
        }
        twin.sameEverything();
    }

    private static void halfSurrogates(CheckContext context) {
        EventStore store = context.events();
        int kept = 0;
        for (String half : List.of("\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d")) {
            Event event = event(id(kept + 10), half, half, NOW + kept, new ReadingValue.Text(half), ValueType.STRING);
            try {
                store.append(List.of(event));
                kept++;
                Expect.equal(
                        "event whose device is " + io.graft.persistence.tck.Shown.of(half),
                        Optional.of(event),
                        store.event(event.id()));
                Expect.equal("count of that device", 1L, store.countEvents(EventFilter.device(half)));
            } catch (InvalidQueryException e) {
                Expect.equal("event that was refused", Optional.empty(), store.event(event.id()));
            }
            Expect.equal("count of all events", (long) kept, store.countEvents(EventFilter.ALL));
        }
        Expect.equal("count of the replacement character", 0L, store.countEvents(EventFilter.device("\ufffd")));
        Expect.equal("count of the question mark", 0L, store.countEvents(EventFilter.device("?")));
    }
}
