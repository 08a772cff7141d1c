package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Shown;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Aggregates, against those of the oracle. */
public final class AggregateChecks {

    private static final String EXACT = "EventStore.aggregate: sums of integers are exact, however large.";
    private static final String GROUPS = "EventStore.aggregate: one aggregate for each group of the readings in a"
            + " selection, where a group is what has device, profile, resource and value type in common; ordered by"
            + " these four.";
    private static final String NO_VALUE = "EventStore.aggregate: readings without a value count for none of the"
            + " functions. For a group whose type is not a single number every function but COUNT has no value.";

    private AggregateChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "readings.aggregate.integers",
                        "Minimum, maximum and sum of integers are exact, also beyond 64 bits, unsigned ones included",
                        EXACT,
                        AggregateChecks::integers),
                Check.of(
                        "readings.aggregate.floats",
                        "Aggregates of floating-point readings are right, whatever the spelling of the numbers",
                        "Aggregate.value: for AVG a Double; for MIN, MAX and SUM a Double unless the type is an integer.",
                        AggregateChecks::floats),
                Check.of(
                        "readings.aggregate.groups",
                        "There is one aggregate for each device, profile, resource and type, in that order",
                        GROUPS,
                        AggregateChecks::groups),
                Check.of(
                        "readings.aggregate.no-value",
                        "Readings without a value, and of types that are no single number, are only counted as the"
                                + " contract says",
                        NO_VALUE,
                        AggregateChecks::noValue),
                Check.of(
                        "readings.aggregate.selection",
                        "Aggregates are those of the selection: by device, resources and range, none of an empty one",
                        GROUPS,
                        AggregateChecks::selection),
                Check.of(
                        "readings.aggregate.deleted",
                        "Aggregates follow deletions",
                        "Rule 2: every call that begins after a change has returned sees the change.",
                        AggregateChecks::deleted));
    }

    private static Reading reading(String device, String profile, ValueType type, ReadingValue value, long origin) {
        return new Reading(origin, device, profile, "r", type, "", value, null, null);
    }

    private static Reading number(ValueType type, String value) {
        return reading("d", "p", type, new ReadingValue.Text(value), NOW);
    }

    private static List<Event> events(List<Reading> readings) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < readings.size(); i += 3) {
            List<Reading> three = readings.subList(i, Math.min(i + 3, readings.size()));
            events.add(ReadingSamples.event(i, three.get(0).deviceName(), NOW + i, three));
        }
        return events;
    }

    private static void allFunctions(Twin twin, ReadingFilter filter) {
        for (AggregateFunction function : AggregateFunction.values()) {
            twin.sameAggregates(filter, function);
        }
    }

    private static void integers(CheckContext context) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readings.add(number(ValueType.UINT64, "18446744073709551615"));
            readings.add(number(ValueType.UINT64, "9223372036854775808"));
            readings.add(number(ValueType.INT64, i % 2 == 0 ? "9223372036854775807" : "9223372036854775806"));
            readings.add(number(ValueType.INT32, "-2147483648"));
            readings.add(number(ValueType.UINT8, i % 2 == 0 ? "255" : "7"));
            readings.add(number(ValueType.INT16, Integer.toString(i - 10)));
        }
        Twin twin = new Twin(context);
        twin.append(events(readings));
        for (AggregateFunction function : AggregateFunction.values()) {
            if (function != AggregateFunction.AVG) {
                twin.sameAggregates(ReadingFilter.ALL, function);
            }
        }
        near(context, events(readings), AggregateFunction.AVG);
    }

    private static void floats(CheckContext context) {
        List<Reading> readings = new ArrayList<>();
        Random random = context.random();
        for (int i = 0; i < 60; i++) {
            readings.add(number(ValueType.FLOAT64, Double.toString(random.nextGaussian() * 1e6)));
            readings.add(number(ValueType.FLOAT32, i % 2 == 0 ? "1.234e+01" : "-0.5E-3"));
        }
        readings.add(number(ValueType.FLOAT64, "1e300"));
        List<Event> events = events(readings);
        context.events().append(events);
        for (AggregateFunction function : AggregateFunction.values()) {
            near(context, events, function);
        }
    }

    /** The order of additions is the provider's own, so that the last digits of sums of doubles may differ. */
    private static void near(CheckContext context, List<Event> events, AggregateFunction function) {
        MemoryEventStore oracle = new MemoryEventStore();
        oracle.append(events);
        List<Aggregate> expected = oracle.aggregate(ReadingFilter.ALL, function);
        List<Aggregate> found = context.events().aggregate(ReadingFilter.ALL, function);
        Expect.equal("number of groups of " + function, expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            Number right = expected.get(i).value().orElseThrow();
            Number other = found.get(i).value().orElse(Double.NaN);
            double tolerance = Math.abs(right.doubleValue()) * 1e-6;
            Expect.that(
                    right.getClass() == other.getClass()
                            && Math.abs(right.doubleValue() - other.doubleValue()) <= tolerance,
                    function + ": expected about " + Shown.of(expected.get(i)) + ", found " + Shown.of(found.get(i)));
        }
    }

    private static void groups(CheckContext context) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            ValueType type = i % 2 == 0 ? ValueType.INT8 : ValueType.INT16;
            ReadingValue value = new ReadingValue.Text(Integer.toString(i));
            readings.add(new Reading(
                    NOW + i, "d" + i % 3, "p" + i / 24, i % 4 < 2 ? "r" : "R", type, "u" + i % 5, value, null, null));
        }
        readings.add(reading("", "", ValueType.INT8, new ReadingValue.Text("5"), NOW));
        Twin twin = new Twin(context);
        twin.append(events(readings));
        allFunctions(twin, ReadingFilter.ALL);
    }

    private static void noValue(CheckContext context) {
        List<Reading> readings = new ArrayList<>();
        for (ValueType type : ValueType.values()) {
            readings.add(reading("nothing", "p", type, new ReadingValue.Null(), NOW));
            readings.add(reading("both", "p", type, new ReadingValue.Null(), NOW));
            ReadingValue value =
                    switch (type) {
                        case BINARY -> new ReadingValue.Binary(new byte[] {1}, "image/png");
                        case OBJECT, OBJECT_ARRAY -> new ReadingValue.Json(new JsonText("[5]"));
                        default ->
                            new ReadingValue.Text(type.isArray() ? "[1]" : type == ValueType.BOOL ? "true" : "1");
                    };
            readings.add(reading("both", "p", type, value, NOW));
        }
        Twin twin = new Twin(context);
        twin.append(events(readings));
        allFunctions(twin, ReadingFilter.ALL);
        allFunctions(twin, ReadingFilter.device("nothing"));
    }

    private static void selection(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(ReadingSamples.mixed(90));
        for (ReadingFilter filter : ReadingSamples.filters()) {
            allFunctions(twin, filter);
        }
    }

    private static void deleted(CheckContext context) {
        Twin twin = new Twin(context);
        twin.append(ReadingSamples.mixed(60));
        twin.delete(id(3));
        allFunctions(twin, ReadingFilter.ALL);
        twin.delete(io.graft.api.persistence.EventFilter.ALL.within(TimeRange.until(NOW + 10)));
        allFunctions(twin, ReadingFilter.ALL);
        twin.delete(io.graft.api.persistence.EventFilter.ALL);
        allFunctions(twin, ReadingFilter.ALL);
    }
}
