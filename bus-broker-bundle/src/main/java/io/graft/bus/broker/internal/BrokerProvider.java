package io.graft.bus.broker.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusProperties;
import io.graft.api.bus.MessageBus;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The provider: opens the broker as it is configured, and registers the bus. */
@Component(
        immediate = true,
        service = {},
        configurationPid = BrokerProvider.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = BrokerConfiguration.class)
public final class BrokerProvider {

    static final String PID = "io.graft.bus.broker";
    static final String NAME = "broker";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProvider.class);

    private final Broker broker;
    private final ServiceRegistration<MessageBus> bus;
    private final ServiceRegistration<HealthCheck> health;
    private volatile String misconfigured = "";

    @Activate
    public BrokerProvider(BundleContext context, BrokerConfiguration configuration) {
        broker = new Broker(
                settings(configuration, BrokerSettings.CLOSED),
                context.getDataFile("durable-subscriptions.properties").toPath());
        health = context.registerService(
                HealthCheck.class,
                new BrokerHealth(broker, () -> misconfigured),
                FrameworkUtil.asDictionary(Map.of(
                        HealthCheck.NAME,
                        "Bus provider " + NAME,
                        HealthCheck.TAGS,
                        new String[] {"bus"},
                        BusProperties.PROVIDER,
                        NAME)));
        bus = context.registerService(
                MessageBus.class,
                broker,
                FrameworkUtil.asDictionary(Map.of(
                        BusProperties.PROVIDER,
                        NAME,
                        BusProperties.VERSION,
                        context.getBundle().getVersion().toString())));
        // After the services have subscribed, which they do when the bus is registered.
        broker.start();
    }

    @Modified
    void modified(BrokerConfiguration configuration) {
        broker.use(settings(configuration, broker.settings()));
    }

    private BrokerSettings settings(BrokerConfiguration configuration, BrokerSettings otherwise) {
        try {
            BrokerSettings settings = BrokerSettings.of(configuration);
            misconfigured = "";
            return settings;
        } catch (BusException e) {
            misconfigured = e.getMessage();
            LOG.error(
                    "the configuration of the broker does not work, so that {}: {}",
                    otherwise.enabled() ? "it goes on as before" : "its port stays closed",
                    misconfigured);
            return otherwise;
        }
    }

    @Deactivate
    void deactivate() {
        bus.unregister();
        broker.close();
        health.unregister();
    }
}
