package io.graft.persistence.tck.simulated;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.EventStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Event stores that keep something else than they were given. */
final class BrokenValues {

    private BrokenValues() {}

    /** What is stored is not quite what was given. */
    private static EventStore storing(EventStore sound, UnaryOperator<Event> change) {
        return new ForwardingEventStore(sound) {
            @Override
            public AppendResult append(List<Event> batch) {
                return super.append(batch.stream().map(change).toList());
            }
        };
    }

    static EventStore doublePrecisionOrigins(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        (long) (double) event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }

    static EventStore trimsText(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName().trim(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }

    static EventStore ignoresCase(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countEvents(EventFilter filter) {
                String name = filter.device().orElse("");
                String other = name.equals(name.toUpperCase(Locale.ROOT))
                        ? name.toLowerCase(Locale.ROOT)
                        : name.toUpperCase(Locale.ROOT);
                return super.countEvents(filter)
                        + (filter.device().isEmpty() || filter.source().isPresent() || name.equals(other)
                                ? 0
                                : super.countEvents(EventFilter.device(other).within(filter.range())));
            }
        };
    }

    static EventStore joinsDeviceAndSource(EventStore sound) {
        return new ForwardingEventStore(sound) {
            @Override
            public long countEvents(EventFilter filter) {
                return filter.source().isEmpty()
                        ? super.countEvents(filter)
                        : events(EventQuery.page(EventFilter.ALL.within(filter.range()), 0, Integer.MAX_VALUE))
                                .items()
                                .stream()
                                .filter(event -> (event.deviceName() + ":" + event.sourceName())
                                        .equals(filter.device().get() + ":"
                                                + filter.source().get()))
                                .count();
            }
        };
    }

    static EventStore interpretsJson(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags() == null
                                ? null
                                : new JsonText(event.tags().text().replace(" ", "")),
                        event.extensions()));
    }

    static EventStore noTagsAreEmptyTags(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags() == null ? new JsonText("{}") : event.tags(),
                        event.extensions()));
    }

    private static EventStore storingValues(EventStore sound, UnaryOperator<Reading> change) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        event.deviceName(),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings().stream().map(change).toList(),
                        event.tags(),
                        event.extensions()));
    }

    private static Reading with(Reading reading, ReadingValue value) {
        return new Reading(
                reading.origin(),
                reading.deviceName(),
                reading.profileName(),
                reading.resourceName(),
                reading.valueType(),
                reading.units(),
                value,
                reading.tags(),
                reading.extensions());
    }

    static EventStore normalisesNumbers(EventStore sound) {
        return storingValues(
                sound,
                reading -> reading.valueType().isNumericScalar() && reading.value() instanceof ReadingValue.Text text
                        ? with(reading, new ReadingValue.Text(new BigDecimal(text.text()).toString()))
                        : reading);
    }

    static EventStore cutsLargeValues(EventStore sound) {
        return storingValues(
                sound,
                reading -> reading.value() instanceof ReadingValue.Binary binary && binary.bytes().length > 16 << 20
                        ? with(
                                reading,
                                new ReadingValue.Binary(Arrays.copyOf(binary.bytes(), 16 << 20), binary.mediaType()))
                        : reading);
    }

    static EventStore replacesHalfSurrogates(EventStore sound) {
        return storing(
                sound,
                event -> new Event(
                        event.id(),
                        new String(event.deviceName().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                        event.profileName(),
                        event.sourceName(),
                        event.origin(),
                        event.readings(),
                        event.tags(),
                        event.extensions()));
    }
}
