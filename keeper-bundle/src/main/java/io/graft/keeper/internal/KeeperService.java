package io.graft.keeper.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.DocumentStore;
import io.graft.bus.binding.Bus;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingHealth;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** EdgeX core-keeper: the settings of the gateway's services, the keys of others, and the service registry. */
@Component(
        name = KeeperService.PID,
        configurationPid = KeeperService.PID,
        service = {RestService.class, BoundService.class, HealthCheck.class},
        immediate = true,
        property = {
            "documents.target.default=(persistence.provider=embedded)",
            HealthCheck.NAME + "=core-keeper",
            HealthCheck.TAGS + "=ready"
        })
@Designate(ocd = KeeperConfig.class)
public final class KeeperService implements RestService, BoundService, HealthCheck {

    static final String PID = "io.graft.keeper";
    private static final String NAME = "core-keeper";
    private static final Duration SETTING_PATIENCE = Duration.ofSeconds(3);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final DocumentGate gate;
    private final BindingHealth health;
    private final ServiceDirectory services;
    private final RegistrationStore registrations;
    private final HealthWatch watch;
    private final ConfigChanges changes;
    private final Routes routes;
    private volatile KeeperSettings settings;

    /** Called by the framework. */
    @Activate
    public KeeperService(
            BundleContext context,
            @Reference ConfigurationAdmin configurations,
            @Reference Metrics metrics,
            @Reference Bus bus,
            Map<String, Object> configuration) {
        this(TargetSettings.in(context), configurations, metrics, bus, configuration);
    }

    KeeperService(
            TargetSettings targets,
            ConfigurationAdmin configurations,
            Metrics metrics,
            Bus bus,
            Map<String, Object> configuration) {
        settings = KeeperSettings.read(configuration, KeeperSettings.DEFAULT);
        Clock clock = Clock.systemUTC();
        gate = new DocumentGate(NAME, "documents", List.of(KvStore.KVS, RegistrationStore.REGISTRY), metrics);
        gate.configure(configuration);
        health = BindingHealth.of(gate, PID, RegistrationStore::summary);
        services = new ServiceDirectory(clock);
        services.add(this);
        registrations = new RegistrationStore(gate, clock, () -> settings.registryMax());
        watch = new HealthWatch(new HealthProbe(PROBE_TIMEOUT)::ask, registrations::status);
        ServiceSettings ofServices = new ServiceSettings(services, targets, configurations, SETTING_PATIENCE);
        changes = new ConfigChanges(bus, metrics, ofServices::of);
        changes.look(NAME);
        Routes.Builder builder = Routes.builder();
        new KvRoutes(ofServices, new KvStore(gate, clock), changes, () -> settings.maxRequestKb() * 1024L)
                .addTo(builder);
        new RegistryRoutes(services, registrations, watch, () -> settings.registryHost()).addTo(builder);
        routes = builder.build();
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        settings = KeeperSettings.read(configuration, settings);
        gate.configure(configuration);
        services.modified(this);
        changes.look(NAME);
        watchRegistered();
    }

    @Deactivate
    void deactivate() {
        gate.close();
        watch.close();
        changes.close();
    }

    @Reference(
            name = "documentStores",
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            updated = "bindStore")
    void bindStore(DocumentStore store, Map<String, Object> properties) {
        gate.bind(store, properties);
        watchRegistered();
    }

    void unbindStore(DocumentStore store) {
        gate.unbind(store);
    }

    /** The registry of another store has other services. */
    private void watchRegistered() {
        if (gate.provider().isPresent()) {
            watch.restart(registrations::all);
        }
    }

    /** All but itself: a component that refers to its own service can't be activated. */
    @Reference(
            name = "services",
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            target = "(!(component.name=" + PID + "))")
    void bindService(RestService service) {
        services.add(service);
        changes.look(service.name());
    }

    void updatedService(RestService service) {
        services.modified(service);
        changes.look(service.name());
    }

    void unbindService(RestService service) {
        services.remove(service);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public List<Binding> bindings() {
        return List.of(gate.binding(PID));
    }

    @Override
    public Optional<DocumentGate> documents() {
        return Optional.of(gate);
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public Routes routes() {
        return routes;
    }

    @Override
    public List<Setting> settings() {
        return settings.list();
    }

    @Override
    public Result execute() {
        return health.check();
    }
}
