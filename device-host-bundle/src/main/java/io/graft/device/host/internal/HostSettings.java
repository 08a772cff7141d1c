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
 * @param onChange whether only values that have changed are sent
 * @param port the TCP port of the REST API
 * @param metadata core-metadata's address
 * @param data core-data's address
 * @param base where core-metadata tells others to find the device service; empty for this machine and the port
 * @param disk a folder in the file system that is measured, or empty for the gateway's data folder
 */
record HostSettings(
        boolean enabled,
        Duration interval,
        boolean onChange,
        int port,
        String metadata,
        String data,
        String base,
        String disk) {

    static final long MIN_INTERVAL_MS = 100;
    static final long MAX_INTERVAL_MS = 86_400_000;

    static final HostSettings DEFAULT = new HostSettings(
            true, Duration.ofSeconds(1), true, 59_997, "http://localhost:59881", "http://localhost:59880", "", "");

    private static final Logger LOG = LoggerFactory.getLogger(HostSettings.class);
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a configuration, whatever its types. Of an invalid value it warns.
     *
     * @param old what stays in force where a value is invalid
     */
    static HostSettings read(Map<String, ?> configuration, HostSettings old) {
        return new HostSettings(
                flag(configuration, "enabled", old.enabled),
                Duration.ofMillis(number(
                        configuration, "interval.ms", 1000, MIN_INTERVAL_MS, MAX_INTERVAL_MS, old.interval.toMillis())),
                flag(configuration, "on.change", old.onChange),
                (int) number(configuration, "port", DEFAULT.port, 0, MAX_PORT, old.port),
                text(configuration, "metadata.url", DEFAULT.metadata),
                text(configuration, "data.url", DEFAULT.data),
                text(configuration, "base.address", DEFAULT.base),
                text(configuration, "disk.path", DEFAULT.disk));
    }

    /** The same settings with another interval. */
    HostSettings withInterval(Duration other) {
        return new HostSettings(enabled, other, onChange, port, metadata, data, base, disk);
    }

    private static boolean flag(Map<String, ?> configuration, String property, boolean old) {
        String text = text(configuration, property, "true");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                LOG.warn(
                        "{}: {} = '{}' is not true or false; {} stays in force",
                        HostDeviceService.PID,
                        property,
                        text,
                        old);
                yield old;
            }
        };
    }

    private static long number(
            Map<String, ?> configuration, String property, long absent, long least, long most, long old) {
        String text = text(configuration, property, Long.toString(absent));
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            LOG.debug("{} is no number", property, e);
        }
        LOG.warn(
                "{}: {} = '{}' is not an integer from {} to {}; {} stays in force",
                HostDeviceService.PID,
                property,
                text,
                least,
                most,
                old);
        return old;
    }

    private static String text(Map<String, ?> configuration, String property, String absent) {
        Object value = configuration.get(property);
        return value == null || value.toString().isBlank()
                ? absent
                : value.toString().strip();
    }
}
