package io.graft.keeper.internal;

import io.graft.rest.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in force.
 *
 * @param port TCP port of its own, 0 for none
 * @param logLevel the least severe messages that are logged
 * @param registryHost where others reach the gateway's services
 * @param registryMax how many services outside the gateway may be registered
 * @param maxRequestKb the largest request body with values, in KiB
 */
record KeeperSettings(int port, String logLevel, String registryHost, int registryMax, int maxRequestKb) {

    static final KeeperSettings DEFAULT = new KeeperSettings(59890, "INFO", "localhost", 256, 1024);

    private static final Logger LOG = LoggerFactory.getLogger(KeeperSettings.class);
    private static final String PORT = "port";
    private static final String LOG_LEVEL = "log.level";
    private static final String REGISTRY_HOST = "registry.host";
    private static final String REGISTRY_MAX = "registry.max";
    private static final String REQUEST_MAX_KB = "request.max.kb";
    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    /**
     * Reads a configuration, whatever its types. Of an invalid value it warns.
     *
     * @param old what stays in force where a value is invalid
     */
    static KeeperSettings read(Map<String, ?> configuration, KeeperSettings old) {
        return new KeeperSettings(
                number(configuration, PORT, 0, 65_535, DEFAULT.port, old.port),
                logLevel(text(configuration, LOG_LEVEL, DEFAULT.logLevel), old.logLevel),
                text(configuration, REGISTRY_HOST, DEFAULT.registryHost),
                number(configuration, REGISTRY_MAX, 0, 10_000, DEFAULT.registryMax, old.registryMax),
                number(configuration, REQUEST_MAX_KB, 1, 16_384, DEFAULT.maxRequestKb, old.maxRequestKb));
    }

    /** The settings under EdgeX's names, in the order of their paths. */
    List<Setting> list() {
        return List.of(
                new Setting("Registry/Host", REGISTRY_HOST, true, registryHost),
                new Setting("Registry/MaxServices", REGISTRY_MAX, true, (long) registryMax),
                new Setting("Service/MaxRequestSize", REQUEST_MAX_KB, true, (long) maxRequestKb),
                new Setting("Service/Port", PORT, true, (long) port),
                new Setting("Writable/LogLevel", LOG_LEVEL, true, logLevel));
    }

    private static int number(Map<String, ?> configuration, String property, int min, int max, int absent, int old) {
        String text = text(configuration, property, Integer.toString(absent));
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            LOG.debug("{} is no number", property, e);
        }
        LOG.warn(
                "{}: {} = '{}' is not an integer from {} to {}; {} stays in force",
                KeeperService.PID,
                property,
                text,
                min,
                max,
                old);
        return old;
    }

    private static String logLevel(String text, String old) {
        String level = text.toUpperCase(Locale.ROOT);
        if (LOG_LEVELS.contains(level)) {
            return level;
        }
        LOG.warn("{}: {} = '{}' is none of {}; {} stays in force", KeeperService.PID, LOG_LEVEL, text, LOG_LEVELS, old);
        return old;
    }

    private static String text(Map<String, ?> configuration, String property, String absent) {
        Object value = configuration.get(property);
        return value == null || value.toString().isBlank()
                ? absent
                : value.toString().strip();
    }
}
