package io.graft.device.host.internal;

import io.graft.api.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The device service that measures the machine it runs on: real readings from the first minute. */
@Component(
        name = HostDeviceService.PID,
        configurationPid = HostDeviceService.PID,
        service = {},
        immediate = true)
@Designate(ocd = HostDeviceConfig.class)
public final class HostDeviceService {

    static final String PID = "io.graft.device.host";
    private static final Logger LOG = LoggerFactory.getLogger(HostDeviceService.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final Metrics metrics;
    private final Path dataFolder;
    private HostSettings settings = HostSettings.DEFAULT;
    private Worker worker;

    /** Called by the framework. */
    @Activate
    public HostDeviceService(@Reference Metrics metrics, BundleContext context, Map<String, Object> configuration) {
        this.metrics = metrics;
        String karafData = context.getProperty("karaf.data");
        dataFolder = Path.of(karafData == null ? "." : karafData);
        apply(configuration);
    }

    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        apply(configuration);
    }

    @Deactivate
    synchronized void deactivate() {
        stop();
    }

    private void apply(Map<String, Object> configuration) {
        HostSettings wanted = HostSettings.read(configuration, settings);
        if (worker != null && wanted.withInterval(settings.interval()).equals(settings)) {
            worker.interval(wanted.interval());
        } else {
            restart(wanted);
        }
        settings = wanted;
    }

    private void restart(HostSettings wanted) {
        stop();
        if (!wanted.enabled()) {
            LOG.info("the machine is not measured: {} has enabled = false", PID);
            return;
        }
        try {
            Path disk = wanted.disk().isEmpty() ? dataFolder : Path.of(wanted.disk());
            HostProbe probe = HostProbe.of(Path.of("/proc"), Path.of("/sys"), disk);
            EdgexClient client = new EdgexClient(wanted.metadata(), wanted.data(), REQUEST_TIMEOUT);
            worker = new Worker(client, probe::sample, wanted.base(), wanted.interval(), metrics);
            worker.start();
        } catch (IllegalArgumentException e) {
            LOG.error("{}: the machine is not measured: {}", PID, e.getMessage());
        }
    }

    private void stop() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
