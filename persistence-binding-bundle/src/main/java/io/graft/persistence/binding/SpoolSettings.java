package io.graft.persistence.binding;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service's configuration says about its spool.
 *
 * @param maxBytes how large it may grow; 0 for no spool
 * @param timeToLive after which time an event that could not be stored is given up; empty for never
 * @param appendTimeout how long an event is given to get into the store
 */
record SpoolSettings(long maxBytes, Optional<Duration> timeToLive, Duration appendTimeout) {

    static final SpoolSettings DEFAULT =
            new SpoolSettings(1L << 30, Optional.of(Duration.ofHours(2)), Duration.ofSeconds(2));

    private static final Logger LOG = LoggerFactory.getLogger(SpoolSettings.class);
    private static final String BYTES = "spool.bytes";
    private static final String TIME_TO_LIVE = "spool.timeToLive";
    private static final String APPEND_TIMEOUT = "append.timeout";
    private static final long LEAST_BYTES = 1L << 20;
    private static final long MOST_BYTES = 1L << 40;
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);
    private static final Duration SHORTEST_APPEND = Duration.ofMillis(10);
    private static final Duration LONGEST_APPEND = Duration.ofMinutes(1);
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** Reads them; of an invalid value it warns, and keeps the old one. */
    static SpoolSettings read(String service, Map<String, ?> configuration, SpoolSettings old) {
        return new SpoolSettings(
                text(configuration, BYTES)
                        .map(text -> bytes(text)
                                .orElseGet(() -> kept(
                                        service,
                                        BYTES,
                                        text,
                                        "0, or " + LEAST_BYTES + " to " + MOST_BYTES + " bytes",
                                        old.maxBytes())))
                        .orElse(DEFAULT.maxBytes()),
                text(configuration, TIME_TO_LIVE)
                        .map(text -> text.equalsIgnoreCase("forever")
                                ? Optional.<Duration>empty()
                                : duration(text, SHORTEST_LIFE, LONGEST_LIFE)
                                        .or(() -> kept(
                                                service,
                                                TIME_TO_LIVE,
                                                text,
                                                "forever, or a duration from 1s on such as 30m, 2h, 7d",
                                                old.timeToLive())))
                        .orElse(DEFAULT.timeToLive()),
                text(configuration, APPEND_TIMEOUT)
                        .map(text -> duration(text, SHORTEST_APPEND, LONGEST_APPEND)
                                .orElseGet(() -> kept(
                                        service,
                                        APPEND_TIMEOUT,
                                        text,
                                        "a duration from 10ms to 1m",
                                        old.appendTimeout())))
                        .orElse(DEFAULT.appendTimeout()));
    }

    private static Optional<String> text(Map<String, ?> configuration, String property) {
        Object value = configuration.get(property);
        if (value instanceof Object[] values && values.length == 1) {
            value = values[0];
        }
        return Optional.ofNullable(value)
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Long> bytes(String text) {
        if (!text.matches("\\d{1,13}")) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(text);
        return bytes == 0 || (bytes >= LEAST_BYTES && bytes <= MOST_BYTES) ? Optional.of(bytes) : Optional.empty();
    }

    private static Optional<Duration> duration(String text, Duration least, Duration most) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text.toLowerCase(Locale.ROOT));
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                return Optional.empty();
            }
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
            at = part.end();
        }
        return sum.compareTo(least) < 0 || sum.compareTo(most) > 0 ? Optional.empty() : Optional.of(sum);
    }

    private static <T> T kept(String service, String property, String value, String range, T old) {
        LOG.warn(
                "{}: {} = '{}' is not valid: {} is needed; the value before stays in force",
                service,
                property,
                value,
                range);
        return old;
    }
}
