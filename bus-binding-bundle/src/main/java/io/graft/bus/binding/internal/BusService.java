package io.graft.bus.binding.internal;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's bus as a service. It is there with or without a provider. */
@Component(
        service = {Bus.class, HealthCheck.class},
        configurationPid = BusConfig.PID,
        immediate = true,
        property = {"bus.target.default=(bus.provider=broker)", "hc.name=bus"})
@Designate(ocd = BusConfig.class)
public final class BusService implements Bus, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(BusService.class);
    private static final String PREFIX = "edgex";

    private final BusGate gate;

    /** Called by the framework. */
    @Activate
    public BusService(@Reference Metrics metrics, Map<String, Object> properties) {
        gate = new BusGate(topics(properties), metrics);
        gate.configure(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        gate.configure(properties);
        EdgexTopics now = topics(properties);
        if (!now.equals(gate.topics())) {
            LOG.warn(
                    "Configuration {}: a change of the topics' prefix or escaping takes effect with the next start",
                    BusConfig.PID);
        }
    }

    @Deactivate
    void deactivate() {
        gate.close();
    }

    @Reference(
            name = "buses",
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            updated = "bindBus")
    void bindBus(MessageBus bus, Map<String, Object> properties) {
        gate.bind(bus, properties);
    }

    void unbindBus(MessageBus bus) {
        gate.unbind(bus);
    }

    @Override
    public CompletionStage<Void> publish(String topic, Envelope envelope, Qos qos) {
        return gate.publish(topic, envelope, qos);
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        return gate.publish(message);
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        return gate.subscribe(spec, listener);
    }

    @Override
    public CompletionStage<Envelope> request(String topic, Envelope request, Duration timeout) {
        return gate.request(topic, request, timeout);
    }

    @Override
    public EdgexTopics topics() {
        return gate.topics();
    }

    @Override
    public Telemetry telemetry(String service) {
        return gate.telemetry(service);
    }

    @Override
    public BusBindingStatus status() {
        return gate.status();
    }

    @Override
    public Result execute() {
        return BusHealth.of(gate.status());
    }

    private static EdgexTopics topics(Map<String, ?> properties) {
        String prefix = BusSettings.text(properties, BusSettings.PREFIX);
        boolean escape =
                BusSettings.escape(properties, problem -> LOG.warn("Configuration {}: {}", BusConfig.PID, problem));
        try {
            return new EdgexTopics(prefix.isEmpty() ? PREFIX : prefix, escape);
        } catch (IllegalArgumentException e) {
            LOG.error("Configuration {}: {}; the prefix is {}", BusConfig.PID, e.getMessage(), PREFIX);
            return new EdgexTopics(PREFIX, escape);
        }
    }
}
