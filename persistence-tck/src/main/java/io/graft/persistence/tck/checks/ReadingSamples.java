package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.PROFILE;
import static io.graft.persistence.tck.checks.Samples.SOURCE;
import static io.graft.persistence.tck.checks.Samples.id;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events of several readings whose devices and origins are not always those of the event. */
final class ReadingSamples {

    private ReadingSamples() {}

    static Reading reading(String device, String resource, long origin, String value) {
        return new Reading(
                origin, device, PROFILE, resource, ValueType.INT32, "", new ReadingValue.Text(value), null, null);
    }

    static Event event(int number, String device, long origin, List<Reading> readings) {
        return new Event(id(number), device, PROFILE, SOURCE, origin, readings, null, null);
    }

    static List<Event> mixed(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Reading> readings = new ArrayList<>();
            for (int r = 0; r <= i % 5; r++) {
                String device = (i + r) % 9 == 0 ? "another" : "d" + i % 3;
                long origin = (i + r) % 4 == 0 ? NOW + (i * 7L) % 11 : NOW + i / 2;
                readings.add(reading(device, "r" + r % 3, origin, Integer.toString(100 * i + r)));
            }
            events.add(event(i, "d" + i % 3, NOW + i / 2, readings));
        }
        return events;
    }

    static List<ReadingFilter> filters() {
        TimeRange range = new TimeRange(NOW + 3, NOW + 20);
        return List.of(
                ReadingFilter.ALL,
                ReadingFilter.device("d1"),
                ReadingFilter.device("another"),
                ReadingFilter.resource("r1"),
                ReadingFilter.ALL.within(range),
                ReadingFilter.device("d2").within(range),
                new ReadingFilter(Optional.empty(), Set.of("r0", "r2", "nothing"), TimeRange.ALL),
                new ReadingFilter(Optional.of("d0"), Set.of("r0", "r2"), range),
                new ReadingFilter(Optional.of("d0"), Set.of("nothing"), TimeRange.ALL),
                ReadingFilter.device("nobody"));
    }
}
