package io.graft.coredata.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the settings from a configuration, whatever its types. Of an invalid value it warns, and keeps the old one. */
final class SettingsReader {

    static final String PID = "io.graft.coredata";

    static final String PORT = "port";
    static final String PERSIST_DATA = "persist.data";
    static final String LOG_LEVEL = "log.level";
    static final String BUS_SUBSCRIBE = "bus.subscribe";
    static final String BUS_PUBLISH = "bus.publish";
    static final String EVENT_PURGE = "event.purge";
    static final String MAX_EVENT_SIZE = "max.event.size";
    static final String MAX_RESULT_COUNT = "max.result.count";
    static final String MAX_PAGE_SIZE = "max.page.size";
    static final String INTERVAL = "retention.interval";
    static final String DEFAULT_MAX_CAP = "retention.default.max.cap";
    static final String DEFAULT_MIN_CAP = "retention.default.min.cap";
    static final String DEFAULT_DURATION = "retention.default.duration";

    /** What the persistence contract promises, in KB. */
    static final int LARGEST_EVENT = 25_000;

    /** In records. */
    static final int LARGEST_PAGE = 65_536;

    /** In KB: two pages have to fit into memory, the records and what is made of them. */
    static final int LARGEST_PAGE_SIZE = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final long SHORTEST_INTERVAL_MILLIS = 100;

    private final Map<String, ?> configuration;

    private SettingsReader(Map<String, ?> configuration) {
        this.configuration = configuration;
    }

    /**
     * The settings that a configuration says.
     *
     * @param old what stays in force where the configuration has an invalid value
     */
    static Settings read(Map<String, ?> configuration, Settings old) {
        SettingsReader reader = new SettingsReader(configuration);
        Settings initial = Settings.DEFAULT;
        return new Settings(
                (int) reader.number(PORT, 0, 65_535, initial.port(), old.port()),
                reader.flag(PERSIST_DATA, initial.persistData(), old.persistData()),
                reader.logLevel(initial.logLevel(), old.logLevel()),
                reader.flag(BUS_SUBSCRIBE, initial.busSubscribe(), old.busSubscribe()),
                reader.flag(BUS_PUBLISH, initial.busPublish(), old.busPublish()),
                reader.flag(EVENT_PURGE, initial.eventPurge(), old.eventPurge()),
                (int) reader.number(MAX_EVENT_SIZE, 1, LARGEST_EVENT, initial.maxEventSize(), old.maxEventSize()),
                (int) reader.number(MAX_RESULT_COUNT, 1, LARGEST_PAGE, initial.maxResultCount(), old.maxResultCount()),
                (int) reader.number(MAX_PAGE_SIZE, 1, LARGEST_PAGE_SIZE, initial.maxPageSize(), old.maxPageSize()),
                reader.retention(initial.retention(), old.retention()));
    }

    private RetentionSettings retention(RetentionSettings initial, RetentionSettings old) {
        String interval = duration(INTERVAL, initial.intervalText(), old.intervalText(), SHORTEST_INTERVAL_MILLIS);
        String age = duration(DEFAULT_DURATION, initial.durationText(), old.durationText(), 1);
        return new RetentionSettings(
                interval,
                Durations.parse(interval).orElseThrow(),
                number(DEFAULT_MAX_CAP, -1, Long.MAX_VALUE, initial.maxCap(), old.maxCap()),
                number(DEFAULT_MIN_CAP, -1, Integer.MAX_VALUE, initial.minCap(), old.minCap()),
                age,
                Durations.parse(age).orElseThrow());
    }

    private boolean flag(String property, boolean initial, boolean old) {
        Optional<String> text = text(property);
        if (text.isEmpty()) {
            return initial;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                warn(property, text.get(), "true or false", old);
                yield old;
            }
        };
    }

    private long number(String property, long min, long max, long initial, long old) {
        Optional<String> text = text(property);
        if (text.isEmpty()) {
            return initial;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            LOG.debug("{} is no number", property, e);
        }
        warn(property, text.get(), "an integer from " + min + " to " + max, old);
        return old;
    }

    private String duration(String property, String initial, String old, long minMillis) {
        Optional<String> text = text(property);
        if (text.isEmpty()) {
            return initial;
        }
        Optional<Duration> value = Durations.parse(text.get());
        if (value.isPresent() && (value.get().isZero() || value.get().toMillis() >= minMillis)) {
            return text.get();
        }
        warn(property, text.get(), "0s, or a duration from " + minMillis + "ms on such as 10m, 1h30m, 7d", old);
        return old;
    }

    private String logLevel(String initial, String old) {
        Optional<String> text = text(LOG_LEVEL);
        if (text.isEmpty()) {
            return initial;
        }
        String level = text.get().toUpperCase(Locale.ROOT);
        if (LOG_LEVELS.contains(level)) {
            return level;
        }
        warn(LOG_LEVEL, text.get(), "one of " + LOG_LEVELS, old);
        return old;
    }

    private Optional<String> text(String property) {
        Object value = configuration.get(property);
        if (value instanceof Object[] values && values.length == 1) {
            value = values[0];
        }
        String text =
                value == null ? "" : value instanceof Object[] values ? Arrays.toString(values) : value.toString();
        return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }

    private static void warn(String property, String value, String range, Object old) {
        LOG.warn("{}: {} = '{}' is not valid: {} is needed; {} stays in force", PID, property, value, range, old);
    }
}
