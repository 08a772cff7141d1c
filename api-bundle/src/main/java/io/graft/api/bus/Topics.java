package io.graft.api.bus;

import java.nio.charset.StandardCharsets;

/**
 * MQTT's rules for topics and filters (MQTT 5.0, section 4.7): levels are separated by slashes and may be empty; in a
 * filter {@code +} stands for one level and {@code #}, at the end, for any number of them, the parent included. Filters
 * that begin with a wildcard don't match topics that begin with {@code $}.
 */
public final class Topics {

    private static final int MAX_BYTES = 65_535;

    private Topics() {}

    /**
     * Whether a filter matches a topic. Both must be valid. Allocates nothing.
     */
    public static boolean matches(String filter, String topic) {
        if (topic.startsWith("$") && !filter.startsWith("$")) {
            return false;
        }
        int f = 0;
        int t = 0;
        while (true) {
            int filterEnd = levelEnd(filter, f);
            if (filter.startsWith("#", f) && filterEnd - f == 1) {
                return true;
            }
            int topicEnd = levelEnd(topic, t);
            boolean wild = filterEnd - f == 1 && filter.charAt(f) == '+';
            if (!wild && (filterEnd - f != topicEnd - t || !filter.regionMatches(f, topic, t, filterEnd - f))) {
                return false;
            }
            boolean filterEnds = filterEnd == filter.length();
            if (topicEnd == topic.length()) {
                return filterEnds || (filter.startsWith("/#", filterEnd) && filterEnd + 2 == filter.length());
            }
            if (filterEnds) {
                return false;
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    /**
     * Returns a topic that may be published to.
     *
     * @throws IllegalArgumentException if it is empty, too long, or has a wildcard or a NUL
     */
    public static String requireTopic(String topic) {
        requireText("topic", topic);
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a topic to publish to has no wildcards: " + topic);
        }
        return topic;
    }

    /**
     * Returns a valid filter.
     *
     * @throws IllegalArgumentException if it is empty or too long, has a NUL, a wildcard that is not a whole level, or a
     *     {@code #} that is not at the end
     */
    public static String requireFilter(String filter) {
        requireText("filter", filter);
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            boolean whole = (i == 0 || filter.charAt(i - 1) == '/')
                    && (i + 1 == filter.length() || filter.charAt(i + 1) == '/');
            if (((c == '+' || c == '#') && !whole) || (c == '#' && i + 1 < filter.length())) {
                throw new IllegalArgumentException("the wildcard " + c + " at " + (i + 1) + " of the filter " + filter
                        + (c == '#' ? " must be its last level" : " must be a whole level"));
            }
        }
        return filter;
    }

    private static void requireText(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a " + what + " has one character or more");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a " + what + " has no NUL");
        }
        if (text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a " + what + " has at most " + MAX_BYTES + " bytes");
        }
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
