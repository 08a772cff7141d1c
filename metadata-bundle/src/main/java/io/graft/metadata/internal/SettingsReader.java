package io.graft.metadata.internal;

import io.graft.metadata.internal.model.GoDuration;
import io.graft.rest.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the settings from configuration. A value that makes no sense leaves the setting as it is, with a warning; so an
 * edited file with a mistake in it never stops the service or changes what was not meant.
 */
final class SettingsReader {

    static final Settings DEFAULTS =
            new Settings(59881, 1024, 25_000_000, false, false, false, "", 0, 0, Duration.ofSeconds(5), true, "INFO");

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RESULTS = 1_000_000;
    private static final int MIN_REQUEST = 1024;
    private static final int MAX_REQUEST = 1_000_000_000;

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
                (int) reader.number("port", DEFAULTS.port(), before.port(), 0, MAX_PORT),
                (int) reader.number(
                        "max.result.count", DEFAULTS.maxResultCount(), before.maxResultCount(), 1, MAX_RESULTS),
                reader.number(
                        "max.request.size",
                        DEFAULTS.maxRequestBytes(),
                        before.maxRequestBytes(),
                        MIN_REQUEST,
                        MAX_REQUEST),
                reader.flag("strict.profile.changes", before.strictProfileChanges()),
                reader.flag("strict.profile.deletes", before.strictProfileDeletes()),
                reader.flag("uom.validation", before.unitValidation()),
                reader.text("uom.file"),
                reader.number("max.devices", 0, before.maxDevices(), 0, Long.MAX_VALUE),
                reader.number("max.resources", 0, before.maxResources(), 0, Long.MAX_VALUE),
                reader.timeout(before.requestTimeout()),
                reader.validation(before.deviceValidation()),
                reader.level(before.logLevel()));
    }

    /** The settings under EdgeX's names and ours, in the order of EdgeX's. */
    static List<Setting> list(Settings settings) {
        List<Setting> list = new ArrayList<>();
        list.add(new Setting("Service/MaxRequestSize", "max.request.size", true, settings.maxRequestBytes()));
        list.add(new Setting("Service/MaxResultCount", "max.result.count", true, (long) settings.maxResultCount()));
        list.add(new Setting("Service/Port", "port", true, (long) settings.port()));
        list.add(new Setting("Service/RequestTimeout", "request.timeout", true, text(settings.requestTimeout())));
        list.add(new Setting("UoM/UoMFile", "uom.file", true, settings.unitsFile()));
        list.add(new Setting(
                "Writable/DeviceValidation", "device.validation", true, settings.deviceValidation() ? "bus" : "off"));
        list.add(new Setting("Writable/LogLevel", "log.level", true, settings.logLevel()));
        list.add(new Setting("Writable/MaxDevices", "max.devices", true, settings.maxDevices()));
        list.add(new Setting("Writable/MaxResources", "max.resources", true, settings.maxResources()));
        list.add(new Setting(
                "Writable/ProfileChange/StrictDeviceProfileChanges",
                "strict.profile.changes",
                true,
                settings.strictProfileChanges()));
        list.add(new Setting(
                "Writable/ProfileChange/StrictDeviceProfileDeletes",
                "strict.profile.deletes",
                true,
                settings.strictProfileDeletes()));
        list.add(new Setting("Writable/UoM/Validation", "uom.validation", true, settings.unitValidation()));
        return List.copyOf(list);
    }

    private long number(String name, long absent, long before, long min, long max) {
        String text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            return keep(name, text, "an integer from " + min + " to " + max, before);
        }
        return keep(name, text, "an integer from " + min + " to " + max, before);
    }

    private boolean flag(String name, boolean before) {
        String text = text(name).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true" -> true;
            case "false", "" -> false;
            default -> keep(name, text, "true or false", before);
        };
    }

    private Duration timeout(Duration before) {
        String text = text("request.timeout");
        if (text.isEmpty()) {
            return DEFAULTS.requestTimeout();
        }
        return GoDuration.parse(text)
                .filter(value -> value.compareTo(SHORTEST_TIMEOUT) >= 0 && value.compareTo(LONGEST_TIMEOUT) <= 0)
                .orElseGet(() -> keep("request.timeout", text, "a duration from 1ms to 60s, e.g. 5s", before));
    }

    private boolean validation(boolean before) {
        String text = text("device.validation").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "bus", "" -> true;
            case "off" -> false;
            default -> keep("device.validation", text, "bus or off", before);
        };
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
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
        warnings.accept(name + " is '" + text + "', not " + expected + "; it stays " + before);
        return before;
    }
}
