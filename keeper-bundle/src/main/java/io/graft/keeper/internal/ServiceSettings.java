package io.graft.keeper.internal;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.RestService;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the gateway's own services under EdgeX's keys. They are read from the services, so that what is shown
 * is what is in force, and written through Config Admin, so that they also reach the configuration files.
 */
final class ServiceSettings {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceSettings.class);
    private static final String ROOT = "edgex/v4/";
    private static final String ANY_LOCATION = "?";

    private final ServiceDirectory services;
    private final TargetSettings targets;
    private final ConfigurationAdmin configurations;
    private final Duration patience;

    /** @param patience how long a changed setting may take to be in force */
    ServiceSettings(
            ServiceDirectory services, TargetSettings targets, ConfigurationAdmin configurations, Duration patience) {
        this.services = services;
        this.targets = targets;
        this.configurations = configurations;
        this.patience = patience;
    }

    /** The setting with this key. */
    Optional<ServiceSetting> find(Key key) {
        return all().filter(each -> each.key().equals(key.path())).findFirst();
    }

    /** The setting with this key and all below it, in the order of the keys. */
    List<ServiceSetting> under(Key key) {
        return all().filter(each -> key.covers(each.key()))
                .sorted(Comparator.comparing(ServiceSetting::key))
                .toList();
    }

    /** All settings of a service in force, by their keys; none if it is not there. */
    Map<String, String> of(String service) {
        return all().filter(each -> each.service().equals(service))
                .collect(Collectors.toMap(ServiceSetting::key, each -> each.kv().value(), (first, second) -> second));
    }

    /** The service to which the key belongs by its name, whether it has such a setting or not. */
    Optional<String> owner(Key key) {
        return services.all()
                .map(entry -> entry.service().name())
                .filter(name -> new Key(ROOT + name).covers(key.path()))
                .findFirst();
    }

    /**
     * Changes settings; returns when those that are live are in force. If a service does not take its new value, all are
     * put back.
     *
     * @param values each of its setting's type
     * @throws ApiException 400 if a service refuses its value, 503 if the configuration can't be written
     */
    void write(Map<ServiceSetting, Object> values) {
        Map<ServiceSetting, String> before = new HashMap<>();
        Deque<Runnable> unbinding = new ArrayDeque<>();
        try {
            values.forEach((setting, value) -> {
                if (targets.is(setting)) {
                    unbinding.push(targets.write(setting, ServiceSetting.text(value)));
                } else {
                    set(setting, ServiceSetting.text(value), before);
                }
            });
            values.forEach(this::awaitInForce);
        } catch (ApiException e) {
            restore(before, unbinding);
            throw e;
        }
        values.forEach((setting, value) -> LOG.info(
                "{} is set to {} ({}: {}){}",
                setting.key(),
                value,
                setting.pid(),
                setting.setting().property(),
                setting.setting().live() ? "" : "; it takes effect with the next start"));
    }

    /**
     * Puts settings back to their defaults; what a service is bound to stays.
     *
     * @throws ApiException 400 if there is only a binding to put back
     */
    void reset(Collection<ServiceSetting> settings) {
        if (!settings.isEmpty() && settings.stream().allMatch(targets::is)) {
            throw ApiException.invalid("key '" + settings.iterator().next().key()
                    + "' says where data are kept and can't be removed; set it to another provider");
        }
        for (ServiceSetting setting : settings) {
            if (!targets.is(setting) && set(setting, null, new HashMap<>())) {
                LOG.info(
                        "{} is back to its default ({}: {}){}",
                        setting.key(),
                        setting.pid(),
                        setting.setting().property(),
                        setting.setting().live() ? "" : "; it takes effect with the next start");
            }
        }
    }

    private Stream<ServiceSetting> all() {
        return services.all().flatMap(entry -> {
            RestService service = entry.service();
            String prefix = ROOT + service.name() + "/";
            return Stream.concat(service.settings().stream(), targets.of(service.name()).stream())
                    .map(setting -> new ServiceSetting(
                            prefix + setting.path(),
                            service.name(),
                            service.pid(),
                            setting,
                            entry.since(),
                            entry.modified()));
        });
    }

    /** Changes one property and keeps the others; null removes it. Says whether that changed anything. */
    private synchronized boolean set(ServiceSetting setting, String value, Map<ServiceSetting, String> before) {
        String property = setting.setting().property();
        try {
            Configuration configuration = configurations.getConfiguration(setting.pid(), ANY_LOCATION);
            Dictionary<String, Object> stored = configuration.getProperties();
            Map<String, Object> properties = new HashMap<>(stored == null ? Map.of() : FrameworkUtil.asMap(stored));
            Object old = properties.get(property);
            String oldText = old == null ? null : old.toString();
            if (Objects.equals(oldText, value)) {
                return false;
            }
            if (value == null) {
                properties.remove(property);
            } else {
                properties.put(property, value);
            }
            configuration.update(FrameworkUtil.asDictionary(properties));
            before.put(setting, oldText);
            return true;
        } catch (IOException e) {
            throw new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE,
                    "configuration " + setting.pid() + " can't be written (" + e.getMessage() + "); key '"
                            + setting.key() + "' is unchanged",
                    e);
        }
    }

    private void restore(Map<ServiceSetting, String> before, Deque<Runnable> unbinding) {
        for (Runnable undo : unbinding) {
            try {
                undo.run();
            } catch (ApiException e) {
                LOG.error("a binding could not be put back", e);
            }
        }
        before.forEach((setting, value) -> {
            try {
                set(setting, value, new HashMap<>());
            } catch (ApiException e) {
                LOG.error("{} could not be put back", setting.key(), e);
            }
        });
    }

    /** A service may take another spelling of the value; what it may not do is to keep the old one. */
    private void awaitInForce(ServiceSetting setting, Object value) {
        Object old = setting.setting().value();
        if (!setting.setting().live() || value.equals(old) || targets.is(setting)) {
            return;
        }
        Key key = new Key(setting.key());
        boolean taken = services.await(
                () -> find(key).map(now -> !now.setting().value().equals(old)).orElse(false), patience);
        if (!taken) {
            throw ApiException.invalid("value '" + value + "' of key '" + setting.key() + "' is not taken by "
                    + setting.service() + ", which keeps '" + old + "'; its log says why");
        }
    }
}
