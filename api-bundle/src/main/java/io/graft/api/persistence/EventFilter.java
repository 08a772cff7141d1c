package io.graft.api.persistence;

import java.util.Objects;
import java.util.Optional;

/**
 * Selects events; all conditions must hold.
 *
 * @param device the name of the device, or empty for any
 * @param source the name of the source, or empty for any; only together with a device
 * @param range the origins
 */
public record EventFilter(Optional<String> device, Optional<String> source, TimeRange range) {

    /** Every event. */
    public static final EventFilter ALL = new EventFilter(Optional.empty(), Optional.empty(), TimeRange.ALL);

    public EventFilter {
        Objects.requireNonNull(range, "range");
        if (source.isPresent() && device.isEmpty()) {
            throw new InvalidQueryException("source '" + source.get() + "' without a device; name the device too");
        }
    }

    /** The events of one device. */
    public static EventFilter device(String name) {
        return new EventFilter(Optional.of(name), Optional.empty(), TimeRange.ALL);
    }

    /** The events of one device's source. */
    public static EventFilter stream(String device, String source) {
        return new EventFilter(Optional.of(device), Optional.of(source), TimeRange.ALL);
    }

    /** The same selection within other origins. */
    public EventFilter within(TimeRange newRange) {
        return new EventFilter(device, source, newRange);
    }
}
