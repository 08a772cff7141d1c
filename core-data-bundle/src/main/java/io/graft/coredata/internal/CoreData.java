package io.graft.coredata.internal;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.DeviceListener;
import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Telemetry;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingHealth;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.EventGate;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** EdgeX's core-data: joins the parts, and keeps them as stores, devices and settings come and go. */
@Component(
        service = {RestService.class, DeviceListener.class, BoundService.class, HealthCheck.class},
        immediate = true,
        configurationPid = SettingsReader.PID,
        property = {
            "events.target.default=(persistence.provider=embedded)",
            HealthCheck.NAME + "=core-data",
            HealthCheck.TAGS + "=ready"
        })
@Designate(ocd = Config.class)
public final class CoreData implements RestService, DeviceListener, BoundService, HealthCheck {

    private static final String NAME = "core-data";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PURGE_PAUSE = Duration.ofMillis(250);

    private final EventGate gate;
    private final Retention retention;
    private final RetentionTimer timer;
    private final EventPurge purge;
    private final BindingHealth health;
    private final BusEvents busEvents;
    private final Telemetry telemetry;
    private final Routes routes;
    private volatile Settings settings;

    /** Starts the service. */
    @Activate
    public CoreData(
            BundleContext context, @Reference Metrics metrics, @Reference Bus bus, Map<String, Object> configuration) {
        this(spool(context), metrics, bus, configuration);
    }

    CoreData(Path spool, Metrics metrics, Bus bus, Map<String, Object> configuration) {
        Clock clock = Clock.systemUTC();
        settings = SettingsReader.read(configuration, Settings.DEFAULT);
        gate = new EventGate(NAME, "events", spool, metrics);
        gate.configure(configuration);
        retention = new Retention(gate, clock, metrics);
        timer = new RetentionTimer(() -> retention.run(settings.retention()));
        purge = new EventPurge(gate, PURGE_PAUSE);
        health = BindingHealth.of(gate, pid(), store -> store.countEvents(EventFilter.ALL) + " events");
        Persisted persisted = new Persisted(metrics);
        Ingest ingest = new Ingest(gate, () -> settings, persisted, new BusRepublisher(bus, metrics), metrics);
        Routes.Builder builder = Routes.builder()
                .post(
                        "/event/{serviceName}/{profileName}/{deviceName}/{sourceName}",
                        "Adds an event, as JSON or CBOR.",
                        ingest::add);
        new EventRoutes(gate, () -> settings, clock).addTo(builder);
        new ReadingRoutes(gate, () -> settings).addTo(builder);
        routes = builder.build();
        timer.every(settings.retention().interval());
        busEvents = new BusEvents(bus, gate, () -> settings, persisted, metrics);
        busEvents.subscribe(settings.busSubscribe());
        telemetry = bus.telemetry(NAME)
                .counter("EventsPersisted", persisted::events)
                .counter("ReadingsPersisted", persisted::readings);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        settings = SettingsReader.read(configuration, settings);
        gate.configure(configuration);
        timer.every(settings.retention().interval());
        busEvents.subscribe(settings.busSubscribe());
    }

    @Deactivate
    void deactivate() {
        telemetry.close();
        busEvents.close();
        gate.close();
        purge.close();
        timer.close(STOP_TIMEOUT);
    }

    @Reference(
            name = "eventStores",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "bindEvents")
    void bindEvents(EventStore store, Map<String, Object> properties) {
        gate.bind(store, properties);
    }

    void unbindEvents(EventStore store) {
        gate.unbind(store);
    }

    @Reference(
            name = "devices",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindDevices(DeviceCatalog catalog) {
        retention.bind(catalog);
    }

    void unbindDevices(DeviceCatalog catalog) {
        retention.unbind(catalog);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String pid() {
        return SettingsReader.PID;
    }

    @Override
    public List<Binding> bindings() {
        return List.of(gate.binding(pid()));
    }

    @Override
    public Optional<EventGate> events() {
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
    public void deviceDeleted(String deviceName) {
        if (settings.eventPurge()) {
            purge.purge(deviceName);
        }
    }

    @Override
    public Result execute() {
        return health.check();
    }

    private static Path spool(BundleContext context) {
        String data = context.getProperty("karaf.data");
        Path directory = data == null ? context.getDataFile("data").toPath() : Path.of(data);
        return directory.resolve("spool").resolve(NAME);
    }
}
