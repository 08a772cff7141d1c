package io.graft.rest.internal;

import io.graft.rest.RestService;
import io.graft.rest.Setting;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a service's setting {@code Writable/LogLevel} the level of its logger, in the configuration of Pax Logging. That
 * configuration is a file, so it is touched only when the level is another one than is in force.
 */
final class LogLevels {

    private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
    private static final String PID = "org.ops4j.pax.logging";
    private static final String SETTING = "Writable/LogLevel";
    private static final String ROOT_LEVEL = "log4j2.rootLogger.level";
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    private final ConfigurationAdmin admin;

    LogLevels(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Brings a service's logger to the level that the service is set to. */
    void apply(RestService service) {
        for (Setting setting : service.settings()) {
            if (setting.path().equals(SETTING)) {
                apply(service.pid(), setting.value().toString().toUpperCase(Locale.ROOT));
            }
        }
    }

    private synchronized void apply(String logger, String level) {
        if (!LEVELS.contains(level)) {
            LOG.warn("{}: log level {} is none of {}; the level stays as it is", logger, level, LEVELS);
            return;
        }
        try {
            Configuration logging = admin.getConfiguration(PID, "?");
            Dictionary<String, Object> properties = logging.getProperties();
            if (properties == null) {
                LOG.debug("There is no configuration {}; the level of {} is not set", PID, logger);
                return;
            }
            String key = "log4j2.logger." + logger.replace('.', '_');
            Object set = properties.get(key + ".level");
            Object inForce = set == null ? properties.get(ROOT_LEVEL) : set;
            if (!level.equals(inForce)) {
                properties.put(key + ".name", logger);
                properties.put(key + ".level", level);
                logging.update(properties);
            }
        } catch (IOException e) {
            LOG.warn("The log level of {} could not be set to {}", logger, level, e);
        }
    }
}
