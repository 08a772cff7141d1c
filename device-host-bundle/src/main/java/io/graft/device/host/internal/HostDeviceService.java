package io.graft.device.host.internal;

import io.graft.api.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
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
    private static final long MIN_INTERVAL_MS = 100;
    private static final long MAX_INTERVAL_MS = 86_400_000;

    private final Metrics metrics;
    private final Path dataFolder;
    private Settings settings;
    private Worker worker;

    /** What needs a new worker when it changes, and the interval, which does not. */
    private record Settings(
            boolean enabled, String metadata, String data, String base, String disk, Duration interval) {

        static Settings of(HostDeviceConfig config) {
            return new Settings(
                    config.enabled(),
                    config.metadata_url(),
                    config.data_url(),
                    config.base_address(),
                    config.disk_path(),
                    Duration.ofMillis(config.interval_ms()));
        }

        Settings withInterval(Duration other) {
            return new Settings(enabled, metadata, data, base, disk, other);
        }
    }

    /** Called by the framework. */
    @Activate
    public HostDeviceService(@Reference Metrics metrics, BundleContext context, HostDeviceConfig config) {
        this.metrics = metrics;
        String karafData = context.getProperty("karaf.data");
        dataFolder = Path.of(karafData == null ? "." : karafData);
        apply(config);
    }

    @Modified
    synchronized void modified(HostDeviceConfig config) {
        apply(config);
    }

    @Deactivate
    synchronized void deactivate() {
        stop();
    }

    private void apply(HostDeviceConfig config) {
        Settings wanted = Settings.of(config);
        if (config.interval_ms() < MIN_INTERVAL_MS || config.interval_ms() > MAX_INTERVAL_MS) {
            LOG.error(
                    "{}: interval.ms = {} is out of range [{}, {}]; {}",
                    PID,
                    config.interval_ms(),
                    MIN_INTERVAL_MS,
                    MAX_INTERVAL_MS,
                    settings == null
                            ? "using 1000"
                            : "keeping " + settings.interval().toMillis());
            wanted = wanted.withInterval(settings == null ? Duration.ofSeconds(1) : settings.interval());
        }
        if (worker != null && wanted.withInterval(settings.interval()).equals(settings)) {
            worker.interval(wanted.interval());
        } else {
            restart(wanted);
        }
        settings = wanted;
    }

    private void restart(Settings wanted) {
        stop();
        if (!wanted.enabled()) {
            LOG.info("the machine is not measured: {} has enabled = false", PID);
            return;
        }
        try {
            Path disk = wanted.disk().isBlank() ? dataFolder : Path.of(wanted.disk());
            HostProbe probe = HostProbe.of(Path.of("/proc"), Path.of("/sys"), disk);
            EdgexClient client = new EdgexClient(wanted.metadata(), wanted.data(), REQUEST_TIMEOUT);
            worker = new Worker(client, probe::sample, wanted.base(), wanted.interval(), metrics);
            worker.start();
        } catch (IllegalArgumentException e) {
            LOG.error("{}: the machine is not measured: {}", PID, Objects.requireNonNull(e.getMessage()));
        }
    }

    private void stop() {
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
