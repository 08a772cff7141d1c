package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import java.util.ArrayList;
import java.util.List;

/** What an event holds comes back as it was given. */
public final class ValueChecks {

    private static final String AS_GIVEN = "Rule 8: free JSON comes back as the text it was given, numbers with their"
            + " digits. Rule 6: text is Unicode, byte for byte.";
    private static final List<String> JSON = List.of(
            "{}",
            "[]",
            "null",
            "{ \"a\" : 1.0,\n\t\"b\": 1e400, \"c\": 12345678901234567890123456789 }",
            "{\"a\":1,\"a\":2,\"\":{\"$set\":{\"x.y\":null}}}",
            "[-0, -0.0, 0.10, 1E+2, true, \"\\u00fc\\ud83d\\ude00\\u0000\\/\"]",
            "\"\u00fc \ud83d\ude00\"");

    private ValueChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "events.values.all-types",
                        "Readings of all 27 value types come back as they were given, and without a value too",
                        AS_GIVEN,
                        ValueChecks::allTypes),
                Check.of(
                        "events.values.spelling",
                        "Numbers and texts come back in the sender's spelling, nothing is trimmed or normalised",
                        AS_GIVEN,
                        ValueChecks::spelling),
                Check.of(
                        "events.values.binary",
                        "Binary values come back byte for byte: every byte, none, and their media type",
                        "ReadingValue.Binary.",
                        ValueChecks::binary),
                Check.of(
                        "events.values.json",
                        "Free JSON comes back as its text: objects, tags and extensions of events and readings",
                        AS_GIVEN,
                        ValueChecks::json),
                Check.of(
                        "events.values.absent",
                        "No tags, empty tags, no value, an empty value and no unit are different things",
                        "Rule 6: null and the empty text are different things.",
                        ValueChecks::absent),
                Check.of(
                        "events.values.order-of-readings",
                        "The readings of an event come back in the sender's order, also equal ones",
                        "Event.readings: at least one, in the sender's order.",
                        ValueChecks::orderOfReadings));
    }

    private static void roundTrip(CheckContext context, List<Event> events) {
        Twin twin = new Twin(context);
        twin.append(events);
        events.forEach(event -> twin.sameEvent(event.id()));
        twin.sameEverything();
        context.space().reopen();
        events.forEach(event -> twin.sameEvent(event.id()));
        twin.sameEverything();
    }

    private static void allTypes(CheckContext context) {
        List<Event> events = new ArrayList<>();
        for (ValueType type : ValueType.values()) {
            for (ReadingValue value : values(type)) {
                events.add(event(id(events.size()), Samples.DEVICE, Samples.SOURCE, NOW + events.size(), value, type));
            }
        }
        roundTrip(context, events);
    }

    private static List<ReadingValue> values(ValueType type) {
        ReadingValue none = new ReadingValue.Null();
        return switch (type) {
            case BINARY -> List.of(none, new ReadingValue.Binary(new byte[] {0, 1, -1, -128, 127}, "image/jpeg"));
            case OBJECT -> List.of(none, new ReadingValue.Json(new JsonText(JSON.get(3))));
            case OBJECT_ARRAY -> List.of(none, new ReadingValue.Json(new JsonText("[{\"a\": 1.0}, {}]")));
            case BOOL -> List.of(none, text("true"), text("false"));
            case STRING -> List.of(none, text(""), text("true"), text("1.0"), text("null"));
            case UINT64 -> List.of(none, text("0"), text("18446744073709551615"));
            case INT64 -> List.of(none, text("-9223372036854775808"), text("9223372036854775807"));
            case FLOAT32, FLOAT64 -> List.of(none, text("1.234e+01"), text("-0"), text("4.9E-324"), text("0.10"));
            default ->
                type.isArray()
                        ? List.of(none, text("[]"), text("[1, 2, 3]"), text("[\"a\",\"b\\\"c\"]"))
                        : List.of(none, text("0"), text("127"));
        };
    }

    private static ReadingValue text(String text) {
        return new ReadingValue.Text(text);
    }

    private static void spelling(CheckContext context) {
        List<Event> events = new ArrayList<>();
        for (String value : List.of(
                " ", "  a  ", "\t\n\r", "007", "+1", "1.50", "1e5", "1E5", "-0.0", "TRUE", "e\u0301", "\u00e9",
                "\u0000")) {
            Reading reading = new Reading(
                    NOW,
                    " dev ",
                    " pro ",
                    " res ",
                    ValueType.STRING,
                    " \u00b0C ",
                    new ReadingValue.Text(value),
                    null,
                    null);
            events.add(new Event(
                    id(events.size()), " dev ", " pro ", " src ", NOW + events.size(), List.of(reading), null, null));
        }
        roundTrip(context, events);
    }

    private static void binary(CheckContext context) {
        byte[] every = new byte[256];
        for (int i = 0; i < 256; i++) {
            every[i] = (byte) i;
        }
        byte[] random = new byte[100_000];
        context.random().nextBytes(random);
        List<Event> events = new ArrayList<>();
        for (byte[] bytes : List.of(new byte[0], new byte[] {0}, every, random)) {
            for (String mediaType : List.of("", "image/jpeg", "text/plain; charset=\"\u00fc\"")) {
                ReadingValue value = new ReadingValue.Binary(bytes, mediaType);
                events.add(event(
                        id(events.size()),
                        Samples.DEVICE,
                        Samples.SOURCE,
                        NOW + events.size(),
                        value,
                        ValueType.BINARY));
            }
        }
        roundTrip(context, events);
    }

    private static void json(CheckContext context) {
        List<Event> events = new ArrayList<>();
        for (String text : JSON) {
            JsonText json = new JsonText(text);
            Reading reading =
                    new Reading(NOW, "d", "p", "r", ValueType.OBJECT, "", new ReadingValue.Json(json), json, json);
            events.add(new Event(id(events.size()), "d", "p", "s", NOW + events.size(), List.of(reading), json, json));
        }
        roundTrip(context, events);
    }

    private static void absent(CheckContext context) {
        List<Event> events = new ArrayList<>();
        for (ReadingValue value : List.of(new ReadingValue.Null(), text(""), text("null"))) {
            for (JsonText tags : new JsonText[] {null, new JsonText("{}"), new JsonText("null")}) {
                for (String name : List.of("", "x")) {
                    Reading reading = new Reading(NOW, "d", name, "r", ValueType.STRING, name, value, tags, null);
                    Reading other = new Reading(NOW, "d", name, "r", ValueType.STRING, name, value, null, tags);
                    int number = events.size();
                    events.add(
                            new Event(id(number), "d", name, name, NOW + number, List.of(reading, other), null, tags));
                    events.add(new Event(id(number + 1), "d", name, name, NOW + number, List.of(other), tags, null));
                }
            }
        }
        roundTrip(context, events);
    }

    private static void orderOfReadings(CheckContext context) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<Reading> readings = new ArrayList<>();
            for (int r = 0; r < 30; r++) {
                readings.add(ReadingSamples.reading("d", "r" + (r * 7) % 3, NOW, Integer.toString(r / 2)));
            }
            events.add(ReadingSamples.event(i, "d", NOW + i / 2, readings));
        }
        roundTrip(context, events);
    }
}
