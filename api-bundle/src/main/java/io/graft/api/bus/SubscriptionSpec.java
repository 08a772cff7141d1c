package io.graft.api.bus;

import java.util.List;
import java.util.Objects;

/**
 * What is subscribed to, and how.
 *
 * @param name unique among the open subscriptions of a bus, and the same after a restart, e.g. {@code core-data-events}
 * @param filters which topics; one or more. A message that several match comes once
 * @param qos the best quality wanted; a message has the lesser of this and the one that it was published with
 * @param durable whether messages at least once are kept while nobody listens; a publisher's acknowledgement waits for a
 *     durable subscription where the bus can do that
 * @param window how many deliveries may be open at most; 1 or more
 * @param windowBytes how many bytes of payload they may have together; a single message may have more, and comes alone
 */
public record SubscriptionSpec(
        String name, List<String> filters, Qos qos, boolean durable, int window, long windowBytes) {

    private static final int WINDOW = 1024;
    private static final long WINDOW_BYTES = 8L << 20;

    /** @throws IllegalArgumentException if the name is blank, a filter is none, or a window is less than 1 */
    public SubscriptionSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a subscription needs a name");
        }
        filters = List.copyOf(filters);
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("subscription " + name + " needs one filter or more");
        }
        filters.forEach(Topics::requireFilter);
        Objects.requireNonNull(qos, "qos");
        if (window < 1 || windowBytes < 1) {
            throw new IllegalArgumentException("the window of subscription " + name + " must be 1 or more: " + window
                    + " messages, " + windowBytes + " bytes");
        }
    }

    /** At least once, durable, with a window of 1,024 messages and 8 MiB. */
    public static SubscriptionSpec durable(String name, String... filters) {
        return new SubscriptionSpec(name, List.of(filters), Qos.AT_LEAST_ONCE, true, WINDOW, WINDOW_BYTES);
    }

    /** Only while it is open, with a window of 1,024 messages and 8 MiB. */
    public static SubscriptionSpec transientOne(String name, Qos qos, String... filters) {
        return new SubscriptionSpec(name, List.of(filters), qos, false, WINDOW, WINDOW_BYTES);
    }
}
