package io.graft.api.persistence;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Selects readings by what they themselves say; all conditions must hold.
 *
 * @param device the name of the reading's device, or empty for any
 * @param resources the names of the resources, any of which will do; empty for any resource
 * @param range the reading's origins
 */
public record ReadingFilter(Optional<String> device, Set<String> resources, TimeRange range) {

    /** Every reading. */
    public static final ReadingFilter ALL = new ReadingFilter(Optional.empty(), Set.of(), TimeRange.ALL);

    public ReadingFilter {
        Objects.requireNonNull(device, "device");
        resources = Set.copyOf(resources);
        Objects.requireNonNull(range, "range");
    }

    /** The readings of one device. */
    public static ReadingFilter device(String name) {
        return new ReadingFilter(Optional.of(name), Set.of(), TimeRange.ALL);
    }

    /** The readings of one resource, whatever the device. */
    public static ReadingFilter resource(String name) {
        return new ReadingFilter(Optional.empty(), Set.of(name), TimeRange.ALL);
    }

    /** The same selection within other origins. */
    public ReadingFilter within(TimeRange newRange) {
        return new ReadingFilter(device, resources, newRange);
    }
}
