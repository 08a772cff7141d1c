package io.graft.command.internal;

import io.graft.rest.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings from configuration. A value that makes no sense leaves the setting as it is, with a warning; so an
 * edited file with a mistake in it never stops the service or changes what was not meant.
 */
final class SettingsReader {

    static final Settings DEFAULTS = new Settings(
            59882,
            "INFO",
            "",
            1024,
            1_048_576,
            25_600_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            64,
            16,
            true,
            5,
            Duration.ofSeconds(5));

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Map<String, ?> properties;
    private final Consumer<String> warnings;

    private SettingsReader(Map<String, ?> properties, Consumer<String> warnings) {
        this.properties = properties;
        this.warnings = warnings;
    }

    /**
     * The settings of a configuration.
     *
     * @param before those in force, kept where a value makes no sense
     * @param warnings takes a sentence for each such value
     */
    static Settings read(Map<String, ?> properties, Settings before, Consumer<String> warnings) {
        SettingsReader reader = new SettingsReader(properties, warnings);
        return new Settings(
                reader.number("port", DEFAULTS.port(), before.port(), 0, 65_535),
                reader.level(before.logLevel()),
                reader.text("url"),
                reader.number("max.result.count", DEFAULTS.maxResultCount(), before.maxResultCount(), 1, 65_536),
                reader.number("max.request.size", DEFAULTS.maxRequestBytes(), before.maxRequestBytes(), 1024, 16 << 20),
                reader.number("max.answer.size", DEFAULTS.maxAnswerBytes(), before.maxAnswerBytes(), 1024, 32 << 20),
                reader.duration("request.timeout", DEFAULTS.requestTimeout(), before.requestTimeout()),
                reader.duration("connect.timeout", DEFAULTS.connectTimeout(), before.connectTimeout()),
                reader.number("requests.max", DEFAULTS.maxRequests(), before.maxRequests(), 1, 1024),
                reader.number(
                        "requests.max.per.service", DEFAULTS.maxRequestsEach(), before.maxRequestsEach(), 1, 1024),
                reader.flag("check.parameters", DEFAULTS.checkParameters(), before.checkParameters()),
                reader.number("circuit.failures", DEFAULTS.circuitFailures(), before.circuitFailures(), 0, 1000),
                reader.duration("circuit.pause", DEFAULTS.circuitPause(), before.circuitPause()));
    }

    /** The settings under EdgeX's names and ours, in the order of EdgeX's. */
    static List<Setting> list(Settings settings) {
        return List.of(
                new Setting("Circuit/Failures", "circuit.failures", true, (long) settings.circuitFailures()),
                new Setting("Circuit/Pause", "circuit.pause", true, shown(settings.circuitPause())),
                new Setting("Service/ConnectTimeout", "connect.timeout", true, shown(settings.connectTimeout())),
                new Setting("Service/MaxAnswerSize", "max.answer.size", true, (long) settings.maxAnswerBytes()),
                new Setting("Service/MaxRequestSize", "max.request.size", true, (long) settings.maxRequestBytes()),
                new Setting("Service/MaxRequests", "requests.max", true, (long) settings.maxRequests()),
                new Setting("Service/MaxRequestsPerService", "requests.max.per.service", true, (long)
                        settings.maxRequestsEach()),
                new Setting("Service/MaxResultCount", "max.result.count", true, (long) settings.maxResultCount()),
                new Setting("Service/Port", "port", true, (long) settings.port()),
                new Setting("Service/RequestTimeout", "request.timeout", true, shown(settings.requestTimeout())),
                new Setting("Service/Url", "url", true, settings.url()),
                new Setting("Writable/CheckParameters", "check.parameters", true, settings.checkParameters()),
                new Setting("Writable/LogLevel", "log.level", true, settings.logLevel()));
    }

    private int number(String name, int absent, int before, int min, int max) {
        String text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            return keep(name, text, "an integer from " + min + " to " + max, before);
        }
        return keep(name, text, "an integer from " + min + " to " + max, before);
    }

    private Duration duration(String name, Duration absent, Duration before) {
        String text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        Matcher parts = DURATION.matcher(text);
        if (parts.matches()) {
            long count = Long.parseLong(parts.group(1));
            Duration value =
                    switch (parts.group(2)) {
                        case "ms" -> Duration.ofMillis(count);
                        case "s" -> Duration.ofSeconds(count);
                        default -> Duration.ofMinutes(count);
                    };
            if (value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0) {
                return value;
            }
        }
        return keep(name, text, "a duration from 10ms to 5m, as 500ms, 5s or 1m", before);
    }

    private boolean flag(String name, boolean absent, boolean before) {
        String text = text(name).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case "" -> absent;
            default -> keep(name, text, "true or false", before);
        };
    }

    private String level(String before) {
        String text = text("log.level").toUpperCase(Locale.ROOT);
        if (text.isEmpty()) {
            return DEFAULTS.logLevel();
        }
        return LEVELS.contains(text) ? text : keep("log.level", text, "TRACE, DEBUG, INFO, WARN or ERROR", before);
    }

    private String text(String name) {
        Object value = properties.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private <T> T keep(String name, String text, String expected, T before) {
        Object shown = before instanceof Duration duration ? shown(duration) : before;
        warnings.accept(name + " is '" + text + "', not " + expected + "; it stays " + shown);
        return before;
    }

    private static String shown(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
