package io.graft.device.host.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in force.
 *
 * @param enabled whether the machine is measured
 * @param interval from one event to the next
 * @param metadata core-metadata's address
 * @param data core-data's address
 * @param base where core-metadata tells others to find the device service
 * @param disk a folder in the file system that is measured, or empty for the gateway's data folder
 */
record HostSettings(boolean enabled, Duration interval, String metadata, String data, String base, String disk) {

    static final HostSettings DEFAULT = new HostSettings(
            true,
            Duration.ofSeconds(1),
            "http://localhost:59881",
            "http://localhost:59880",
            "http://localhost:59997",
            "");

    private static final Logger LOG = LoggerFactory.getLogger(HostSettings.class);
    private static final long MIN_INTERVAL_MS = 100;
    private static final long MAX_INTERVAL_MS = 86_400_000;

    /**
     * Reads a configuration, whatever its types. Of an invalid value it warns.
     *
     * @param old what stays in force where a value is invalid
     */
    static HostSettings read(Map<String, ?> configuration, HostSettings old) {
        return new HostSettings(
                enabled(text(configuration, "enabled", "true"), old.enabled),
                interval(text(configuration, "interval.ms", "1000"), old.interval),
                text(configuration, "metadata.url", DEFAULT.metadata),
                text(configuration, "data.url", DEFAULT.data),
                text(configuration, "base.address", DEFAULT.base),
                text(configuration, "disk.path", DEFAULT.disk));
    }

    /** The same settings with another interval. */
    HostSettings withInterval(Duration other) {
        return new HostSettings(enabled, other, metadata, data, base, disk);
    }

    private static boolean enabled(String text, boolean old) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                LOG.warn(
                        "{}: enabled = '{}' is not true or false; {} stays in force", HostDeviceService.PID, text, old);
                yield old;
            }
        };
    }

    private static Duration interval(String text, Duration old) {
        try {
            long millis = Long.parseLong(text);
            if (millis >= MIN_INTERVAL_MS && millis <= MAX_INTERVAL_MS) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            LOG.debug("interval.ms is no number", e);
        }
        LOG.warn(
                "{}: interval.ms = '{}' is not an integer from {} to {}; {} stays in force",
                HostDeviceService.PID,
                text,
                MIN_INTERVAL_MS,
                MAX_INTERVAL_MS,
                old.toMillis());
        return old;
    }

    private static String text(Map<String, ?> configuration, String property, String absent) {
        Object value = configuration.get(property);
        return value == null || value.toString().isBlank()
                ? absent
                : value.toString().strip();
    }
}
