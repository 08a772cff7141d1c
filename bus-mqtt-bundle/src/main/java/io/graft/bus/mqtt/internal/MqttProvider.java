package io.graft.bus.mqtt.internal;

import io.graft.api.bus.BusProperties;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.MessageBus;
import io.graft.bus.mqtt.internal.MqttSettings.MisconfiguredException;
import io.reactivex.schedulers.Schedulers;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
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

/** The provider: registers the bus as long as its configuration can be used, and a health check always. */
@Component(
        immediate = true,
        service = {},
        configurationPid = MqttProvider.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = MqttConfiguration.class)
public final class MqttProvider {

    static final String PID = "io.graft.bus.mqtt";
    static final String NAME = "mqtt";

    private static final Logger LOG = LoggerFactory.getLogger(MqttProvider.class);

    private final BundleContext context;
    private final ServiceRegistration<HealthCheck> health;
    private volatile Optional<Registered> registered = Optional.empty();
    private volatile String problem = "";

    @Activate
    public MqttProvider(BundleContext context, MqttConfiguration configuration) {
        // The client has these threads made when it is loaded and never uses them: all its work is done in the bus's
        // loop.
        Schedulers.shutdown();
        this.context = context;
        this.health = context.registerService(
                HealthCheck.class,
                this::check,
                FrameworkUtil.asDictionary(Map.of(
                        HealthCheck.NAME,
                        "Bus provider " + NAME,
                        HealthCheck.TAGS,
                        new String[] {"bus"},
                        BusProperties.PROVIDER,
                        NAME)));
        modified(configuration);
    }

    @Modified
    synchronized void modified(MqttConfiguration configuration) {
        MqttSettings settings;
        try {
            settings = MqttSettings.of(configuration);
        } catch (MisconfiguredException e) {
            problem = e.getMessage();
            LOG.error(
                    "the message bus {} {}: {}",
                    NAME,
                    registered.isPresent() ? "stays as it was" : "can't be used",
                    e.getMessage());
            return;
        }
        problem = "";
        if (registered.map(current -> current.settings.equals(settings)).orElse(false)) {
            return;
        }
        end();
        MqttBus bus = new MqttBus(settings);
        registered = Optional.of(new Registered(
                settings,
                bus,
                context.registerService(
                        MessageBus.class,
                        bus,
                        FrameworkUtil.asDictionary(Map.of(
                                BusProperties.PROVIDER,
                                NAME,
                                BusProperties.VERSION,
                                context.getBundle().getVersion().toString())))));
    }

    @Deactivate
    synchronized void deactivate() {
        health.unregister();
        end();
    }

    private void end() {
        Optional<Registered> last = registered;
        registered = Optional.empty();
        last.ifPresent(current -> {
            current.registration.unregister();
            current.bus.close();
        });
    }

    private Result check() {
        FormattingResultLog log = new FormattingResultLog();
        String wrong = problem;
        Optional<Registered> current = registered;
        if (!wrong.isEmpty()) {
            if (current.isPresent()) {
                log.warn("The changed configuration can't be used, it is still as before: {}", wrong);
            } else {
                log.critical("The message bus can't be used: {}", wrong);
            }
        }
        current.ifPresent(bus -> {
            BusStatus status = bus.bus.status();
            if (status.connected()) {
                log.info("The message broker {}: {}.", status.endpoint(), status.detail());
            } else {
                log.critical("No connection to the message broker {}: {}", status.endpoint(), status.detail());
            }
        });
        return new Result(log);
    }

    private record Registered(MqttSettings settings, MqttBus bus, ServiceRegistration<MessageBus> registration) {}
}
