package io.graft.device.sdk.internal;

import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.ServiceDescription;
import io.graft.rest.RestService;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each driver that is registered a device service. */
@Component(
        service = {},
        immediate = true)
public final class SdkRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(SdkRuntime.class);

    private final BundleContext context;
    private final Bus bus;
    private final Metrics metrics;
    private final Map<DeviceDriver, Hosted> hosted = new HashMap<>();

    /** A driver's service; not running if it is switched off or can't be described. */
    private static final class Hosted {
        private RunningService service;
        private ServiceRegistration<RestService> registration;
        private int changes;
    }

    /** Called by the framework. */
    @Activate
    public SdkRuntime(BundleContext context, @Reference Bus bus, @Reference Metrics metrics) {
        this.context = context;
        this.bus = bus;
        this.metrics = metrics;
    }

    @Deactivate
    synchronized void deactivate() {
        hosted.values().forEach(SdkRuntime::stop);
        hosted.clear();
    }

    @Reference(
            name = "drivers",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updateDriver")
    synchronized void bindDriver(DeviceDriver driver) {
        Hosted now = new Hosted();
        hosted.put(driver, now);
        apply(driver, now);
    }

    synchronized void updateDriver(DeviceDriver driver) {
        Hosted now = hosted.get(driver);
        if (now != null) {
            apply(driver, now);
        }
    }

    synchronized void unbindDriver(DeviceDriver driver) {
        Hosted gone = hosted.remove(driver);
        if (gone != null) {
            stop(gone);
        }
    }

    private void apply(DeviceDriver driver, Hosted now) {
        ServiceDescription description;
        try {
            description = driver.describe();
        } catch (RuntimeException e) {
            LOG.error("a device service can't be described and is as before: {}", e.getMessage(), e);
            return;
        }
        if (now.service != null && restartNeeded(now.service.description(), description)) {
            stop(now);
        }
        if (now.service != null) {
            now.service.describe(description);
            now.changes++;
            now.registration.setProperties(properties(now.changes));
        } else if (description.enabled()) {
            start(driver, description, now);
        } else {
            LOG.info("{} does not run: {} says that it is not enabled", description.name(), description.pid());
        }
    }

    /** A running service takes over another port, other devices and watchers, and the driver's own settings. */
    private static boolean restartNeeded(ServiceDescription before, ServiceDescription now) {
        return !before.equals(new ServiceDescription(
                now.name(),
                now.pid(),
                now.enabled(),
                now.description(),
                now.labels(),
                before.port(),
                now.baseAddress(),
                now.metadataUrl(),
                now.dataUrl(),
                now.profiles(),
                before.devices(),
                before.watchers(),
                now.discoveryInterval(),
                before.settings()));
    }

    private void start(DeviceDriver driver, ServiceDescription description, Hosted now) {
        try {
            now.service = new RunningService(description, driver, bus, metrics);
            now.registration = context.registerService(RestService.class, now.service.rest(), properties(now.changes));
            now.service.start();
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {} does not run: {}", description.pid(), description.name(), e.getMessage());
            stop(now);
        } catch (RuntimeException e) {
            LOG.error("{}: {} does not run: {}", description.pid(), description.name(), e.getMessage(), e);
            stop(now);
        }
    }

    private static void stop(Hosted gone) {
        if (gone.registration != null) {
            try {
                gone.registration.unregister();
            } catch (IllegalStateException e) {
                LOG.debug("the framework has unregistered it already", e);
            }
            gone.registration = null;
        }
        if (gone.service != null) {
            gone.service.close();
            gone.service = null;
        }
    }

    /** The number makes each change one that those who use the service are told of. */
    private static Dictionary<String, Object> properties(int changes) {
        return FrameworkUtil.asDictionary(Map.of("changes", changes));
    }
}
