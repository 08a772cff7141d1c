package io.graft.metadata.internal;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.DeviceListener;
import io.graft.api.metadata.EventRetention;
import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.Page;
import io.graft.bus.binding.Bus;
import io.graft.metadata.internal.http.MetadataRoutes;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.outbox.SystemEvents;
import io.graft.metadata.internal.rules.DeletionNotices;
import io.graft.metadata.internal.rules.Metadata;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.metadata.internal.validation.DeviceValidation;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingHealth;
import io.graft.persistence.binding.BoundService;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.RestService;
import io.graft.rest.Routes;
import io.graft.rest.Setting;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** EdgeX's core-metadata as a service of the gateway. It is there with or without a store, to say which is the case. */
@Component(
        service = {RestService.class, DeviceCatalog.class, DeviceDirectory.class, BoundService.class, HealthCheck.class
        },
        configurationPid = MetadataConfig.PID,
        immediate = true,
        property = {"documents.target.default=(persistence.provider=embedded)", "hc.name=core-metadata", "hc.tags=ready"
        })
@Designate(ocd = MetadataConfig.class)
public final class MetadataService implements RestService, DeviceCatalog, DeviceDirectory, BoundService, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataService.class);
    private static final String NAME = "core-metadata";

    private final DocumentGate gate;
    private final DeletionNotices notices = new DeletionNotices();
    private final BindingHealth health;
    private final SystemEvents systemEvents;
    private final KnownUnits units;
    private final DeviceCatalog catalog;
    private final DeviceDirectory directory;
    private final Routes routes;
    private volatile Settings settings = SettingsReader.DEFAULTS;

    @Activate
    public MetadataService(@Reference Metrics metrics, @Reference Bus bus, Map<String, Object> properties) {
        Json json = new Json();
        gate = new DocumentGate(NAME, "documents", Metadata.collections(), metrics);
        health = BindingHealth.of(gate, pid(), Metadata::summary);
        units = new KnownUnits(json);
        InstantSource time = InstantSource.system();
        systemEvents = new SystemEvents(gate, json, time, bus, metrics);
        Metadata metadata = new Metadata(gate, json, time, units, systemEvents.journal(), notices, () -> settings);
        catalog = metadata.catalog();
        directory = metadata.directory();
        DeviceValidation validation = new DeviceValidation(bus, json, () -> settings, metrics);
        routes = MetadataRoutes.of(metadata, validation, units, json, () -> settings);
        modified(properties);
        systemEvents.start();
    }

    @Modified
    void modified(Map<String, Object> properties) {
        Settings before = settings;
        Settings now = SettingsReader.read(
                properties, before, problem -> LOG.warn("Configuration {}: {}", MetadataConfig.PID, problem));
        gate.configure(properties);
        systemEvents.storesChanged();
        settings = useUnits(now.unitsFile()) ? now : now.withUnitsFile(before.unitsFile());
    }

    @Deactivate
    void deactivate() {
        systemEvents.close();
        gate.close();
        notices.close();
    }

    @Reference(
            name = "documentStores",
            policy = ReferencePolicy.DYNAMIC,
            cardinality = ReferenceCardinality.MULTIPLE,
            updated = "bindDocuments")
    void bindDocuments(DocumentStore store, Map<String, Object> properties) {
        gate.bind(store, properties);
        systemEvents.storesChanged();
    }

    void unbindDocuments(DocumentStore store) {
        gate.unbind(store);
        systemEvents.storesChanged();
    }

    @Reference(
            name = "listeners",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.MULTIPLE)
    void bindListeners(DeviceListener listener) {
        notices.add(listener);
    }

    void unbindListeners(DeviceListener listener) {
        notices.remove(listener);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String pid() {
        return MetadataConfig.PID;
    }

    @Override
    public List<Binding> bindings() {
        return List.of(gate.binding(pid()));
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
        return SettingsReader.list(settings);
    }

    @Override
    public List<EventRetention> retentions() {
        return catalog.retentions();
    }

    @Override
    public Optional<DeviceInfo> device(String deviceName) {
        return directory.device(deviceName);
    }

    @Override
    public Page<DeviceInfo> devices(long offset, int limit) {
        return directory.devices(offset, limit);
    }

    @Override
    public Result execute() {
        return health.check();
    }

    private boolean useUnits(String file) {
        try {
            units.use(file);
            return true;
        } catch (IOException | InvalidPathException e) {
            LOG.warn(
                    "Configuration {}: the units of uom.file can't be used, those before stay: {}",
                    MetadataConfig.PID,
                    e.toString());
            return false;
        }
    }
}
