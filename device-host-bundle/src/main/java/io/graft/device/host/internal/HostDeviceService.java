package io.graft.device.host.internal;

import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.DeviceService;
import io.graft.device.sdk.DiscoveredDevice;
import io.graft.device.sdk.ResourceValue;
import io.graft.device.sdk.ServiceDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The device service that measures the machine it runs on: real readings from the first minute. */
@Component(
        name = HostDeviceService.PID,
        configurationPid = HostDeviceService.PID,
        service = DeviceDriver.class,
        immediate = true)
@Designate(ocd = HostDeviceConfig.class)
public final class HostDeviceService implements DeviceDriver {

    static final String PID = "io.graft.device.host";

    private final Path dataFolder;
    private final NetworkInterfaces interfaces = new NetworkInterfaces(new TextFiles(Path.of("/proc")));
    private volatile HostSettings settings;
    private volatile HostSampler sampler;
    private volatile DeviceService service;

    /** Called by the framework. */
    @Activate
    public HostDeviceService(BundleContext context, Map<String, Object> configuration) {
        String karafData = context.getProperty("karaf.data");
        dataFolder = Path.of(karafData == null ? "." : karafData);
        settings = HostSettings.read(configuration, HostSettings.DEFAULT);
        sampler = sampler(settings);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        HostSettings wanted = HostSettings.read(configuration, settings);
        if (!wanted.disk().equals(settings.disk())) {
            sampler = sampler(wanted);
        }
        settings = wanted;
    }

    @Override
    public ServiceDescription describe() {
        return Inventory.service(settings);
    }

    @Override
    public void started(DeviceService running) {
        service = running;
    }

    @Override
    public void validate(Device device) throws DeviceException {
        if (isInterface(device)) {
            interfaces.validate(device);
        } else if (!device.protocols().containsKey(Inventory.PROTOCOL)) {
            throw DeviceException.invalid("device " + device.name() + " has neither protocols." + Inventory.PROTOCOL
                    + " nor protocols." + NetworkInterfaces.PROTOCOL + "; this service measures the machine it runs on,"
                    + " and its network interfaces");
        }
    }

    @Override
    public List<ResourceValue> read(Device device, List<DeviceResource> resources, Map<String, String> query)
            throws DeviceException {
        if (isInterface(device)) {
            return interfaces.read(device, resources);
        }
        Map<String, String> sample = sampler.sample().byLabel();
        List<ResourceValue> values = new ArrayList<>();
        for (DeviceResource each : resources) {
            if (each.name().equals(Inventory.INTERVAL)) {
                values.add(ResourceValue.of(each, interval(device).toMillis()));
            } else if (sample.containsKey(each.name())) {
                values.add(ResourceValue.of(each, sample.get(each.name())));
            }
        }
        return values;
    }

    /** The interval is kept by core-metadata, and so over a restart. */
    @Override
    public void write(Device device, List<ResourceValue> values, Map<String, String> query) throws DeviceException {
        for (ResourceValue each : values) {
            if (!each.resource().equals(Inventory.INTERVAL)) {
                throw DeviceException.invalid(each.resource() + " of device " + device.name() + " can't be written");
            }
            AutoEvent wanted =
                    new AutoEvent(Inventory.SOURCE, Duration.ofMillis((Long) each.value()), settings.onChange(), 0);
            // As it is by now: what an operator has changed since the command came stays so.
            Device now = service.device(device.name()).orElse(device);
            List<AutoEvent> all = new ArrayList<>(now.autoEvents());
            all.removeIf(one -> one.sourceName().equals(Inventory.SOURCE));
            all.add(wanted);
            service.update(now.withAutoEvents(all));
        }
    }

    @Override
    public boolean discovers() {
        return true;
    }

    @Override
    public List<DiscoveredDevice> discover() {
        return interfaces.discover();
    }

    private Duration interval(Device device) {
        return device.autoEvents().stream()
                .filter(each -> each.sourceName().equals(Inventory.SOURCE))
                .findFirst()
                .map(AutoEvent::interval)
                .orElse(settings.interval());
    }

    private HostSampler sampler(HostSettings of) {
        Path disk = of.disk().isEmpty() ? dataFolder : Path.of(of.disk());
        HostProbe probe = HostProbe.of(Path.of("/proc"), Path.of("/sys"), disk);
        HostSampler now = new HostSampler(probe::sample, System::nanoTime);
        // Rates and loads come with the second measurement.
        now.sample();
        return now;
    }

    private static boolean isInterface(Device device) {
        return device.protocols().containsKey(NetworkInterfaces.PROTOCOL);
    }
}
