package io.graft.persistence.embedded.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.ProviderProperties;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.log.CommitLimits;
import io.graft.persistence.embedded.internal.events.EventSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider: opens both stores in one directory and registers each once it is open; its health check is there from
 * the beginning, so that it can say why a store is not.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = EmbeddedProvider.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = EmbeddedConfiguration.class)
public final class EmbeddedProvider {

    static final String PID = "io.graft.persistence.embedded";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedProvider.class);
    private static final String NAME = "embedded";
    private static final int RANKING = -1000;

    private final BundleContext context;
    private final LateMetrics metrics = new LateMetrics();
    private final Path path;
    private final StoreOpening opening;
    private final ServiceRegistration<HealthCheck> health;
    private volatile StoreParts parts;

    @Activate
    public EmbeddedProvider(BundleContext context, EmbeddedConfiguration configuration) {
        this.context = context;
        CommitLimits limits = limits(configuration);
        this.parts = StoreParts.of(events(configuration, limits));
        this.path = directory(configuration);
        this.opening = new StoreOpening(path, parts.with(metrics), () -> parts, limits, publisher());
        this.health = context.registerService(
                HealthCheck.class,
                new StoreHealth(opening),
                properties(
                        Map.of(HealthCheck.NAME, "Embedded store", HealthCheck.TAGS, new String[] {"store", "ready"})));
    }

    @Modified
    void modified(EmbeddedConfiguration configuration) {
        CommitLimits limits = limits(configuration);
        parts = parts.within(limits);
        opening.limits(limits);
        if (!directory(configuration).equals(path)) {
            LOG.warn(
                    "the directory is still {}; {} is used when the gateway is started again",
                    path,
                    directory(configuration));
        }
    }

    @Deactivate
    void deactivate() {
        health.unregister();
        try {
            opening.close();
        } catch (IOException e) {
            LOG.error("{} was not closed in order: {}", path, e.getMessage(), e);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics service) {
        metrics.use(service);
    }

    void unbindMetrics(Metrics service) {
        metrics.forget(service);
    }

    private StoreOpening.Publisher publisher() {
        return new StoreOpening.Publisher() {

            @Override
            public Runnable publish(StorePart part, ProvidedStore store) {
                ServiceRegistration<?> registration = context.registerService(
                        part.service().getName(), store, properties(Map.of(Constants.SERVICE_RANKING, RANKING)));
                LOG.info("the {} in {} are open", part.name(), path);
                return registration::unregister;
            }

            @Override
            public Runnable publish(ScratchSpaces spaces) {
                return context.registerService(ScratchSpaces.class, spaces, properties(Map.of()))::unregister;
            }
        };
    }

    /** What every service of the provider says of itself, and more. */
    private Dictionary<String, Object> properties(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(ProviderProperties.PROVIDER, NAME);
        properties.put(
                ProviderProperties.VERSION, context.getBundle().getVersion().toString());
        return FrameworkUtil.asDictionary(properties);
    }

    private Path directory(EmbeddedConfiguration configuration) {
        if (!configuration.directory().isBlank()) {
            return Path.of(configuration.directory().trim()).toAbsolutePath();
        }
        String data = context.getProperty("karaf.data");
        Path parent = data == null ? context.getDataFile("").toPath() : Path.of(data);
        return parent.resolve("store").resolve(NAME).toAbsolutePath();
    }

    private static EventSettings events(EmbeddedConfiguration configuration, CommitLimits limits) {
        return new EventSettings(
                within(1, 256, configuration.events_log_mebibytes()) << 20,
                (long) within(1, 256, configuration.events_table_mebibytes()) << 20,
                within(1_000, 10_000_000, configuration.events_names_max()),
                limits);
    }

    private static int within(int least, int most, int value) {
        return Math.max(least, Math.min(most, value));
    }

    private static CommitLimits limits(EmbeddedConfiguration configuration) {
        long queue = (long) within(1, 1024, configuration.queue_mebibytes()) << 20;
        int timeout = within(100, 600_000, configuration.timeout_millis());
        return new CommitLimits(queue, Duration.ofMillis(timeout));
    }
}
