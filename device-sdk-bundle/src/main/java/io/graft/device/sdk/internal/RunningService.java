package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.bus.BusStatus;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.DeviceService;
import io.graft.device.sdk.ResourceValue;
import io.graft.device.sdk.ServiceDescription;
import io.graft.rest.ApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device service, from its start to its end: puts the parts together, and is what its driver uses. */
final class RunningService implements DeviceService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** Less than core-command waits: else one device that hangs would make it take the whole service for failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration LOOK_FOR_BUS = Duration.ofSeconds(5);

    private volatile ServiceDescription description;
    private final DeviceDriver driver;
    private final Bus bus;
    private final MetadataClient metadata;
    private final HttpLink data;
    private final Threads threads;
    private final Catalog catalog;
    private final DriverCalls calls;
    private final Commands commands;
    private final Outbox outbox;
    private final AutoReadings autoReadings;
    private final BusSide busSide;
    private final Discovery discovery;
    private final Registrar registrar;
    private final Keeping keeping;
    private final ServiceMetrics counts;
    private final ServiceRest rest;

    /** The devices that core-metadata is being told not to work. */
    private final Set<String> down = ConcurrentHashMap.newKeySet();

    /** @throws IllegalArgumentException if an address or a profile is none */
    RunningService(ServiceDescription description, DeviceDriver driver, Bus bus, Metrics metrics) {
        this.description = description;
        this.driver = driver;
        this.bus = bus;
        metadata = new MetadataClient(description.metadataUrl(), REQUEST_TIMEOUT);
        data = new HttpLink(description.dataUrl(), REQUEST_TIMEOUT);
        catalog = new Catalog(new Follower());
        registrar = new Registrar(metadata, catalog, description);
        threads = new Threads(description.name());
        Lanes chores = new Lanes(threads.chores());
        Patience patience = new Patience(threads.timer(), PATIENCE);
        counts = new ServiceMetrics(metrics, bus, description.name());
        calls = new DriverCalls(driver, catalog, new Lanes(threads.driver()));
        commands = new Commands(driver, catalog, calls, this::notWorking);
        outbox = new Outbox(this::send, threads.chores(), threads.timer(), counts);
        autoReadings = new AutoReadings(commands, threads.timer(), event -> outbox.offer(event, ""), counts::skipped);
        keeping = new Keeping(description.name(), registrar::run, this::hasBus, LOOK_FOR_BUS, chores, threads.timer());
        SystemEvents systemEvents = new SystemEvents(description.name(), catalog, registrar::load, keeping::resync);
        busSide = new BusSide(description.name(), bus, driver, commands, outbox, patience, systemEvents, chores);
        discovery = new Discovery(
                driver,
                catalog,
                device -> metadata.sendUnlessThere(
                        "device?bypassValidation=true", "device", Dtos.json(device, description.name())));
        rest = new ServiceRest(
                description, new CommandRoutes(driver, commands, catalog, outbox, patience, this::discover).routes());
    }

    /** What the REST bundle serves. */
    ServiceRest rest() {
        return rest;
    }

    ServiceDescription description() {
        return description;
    }

    /** Takes over another port, other devices and watchers, and the driver's own settings. */
    void describe(ServiceDescription now) {
        boolean others =
                !now.devices().equals(description.devices()) || !now.watchers().equals(description.watchers());
        description = now;
        rest.describe(now);
        if (others) {
            registrar.describe(now);
            keeping.resync();
        }
    }

    /** Begins, without waiting for anything. */
    void start() {
        driver.started(this);
        busSide.open();
        keeping.start();
        long interval = description.discoveryInterval().toNanos();
        if (interval > 0 && driver.discovers()) {
            Future<?> unused = threads.timer()
                    .scheduleWithFixedDelay(
                            this::discover,
                            Math.min(interval, REQUEST_TIMEOUT.toNanos()),
                            interval,
                            TimeUnit.NANOSECONDS);
        }
    }

    /** Ends, within a bounded time. */
    @Override
    public void close() {
        autoReadings.close();
        busSide.close();
        calls.close();
        metadata.close();
        data.close();
        threads.close();
        outbox.close();
        counts.close();
        try {
            driver.stopped();
        } catch (RuntimeException e) {
            LOG.error("the driver of {} has failed when told that its service has stopped", name(), e);
        }
    }

    @Override
    public String name() {
        return description.name();
    }

    @Override
    public boolean registered() {
        return keeping.registered();
    }

    @Override
    public List<Device> devices() {
        return catalog.devices();
    }

    @Override
    public Optional<Device> device(String name) {
        return catalog.device(name);
    }

    @Override
    public Optional<DeviceProfile> profile(String name) {
        return catalog.profile(name);
    }

    @Override
    public void publish(String deviceName, String sourceName, List<ResourceValue> values) throws DeviceException {
        try {
            Device device = commands.ready(deviceName);
            Sources.Source source = Sources.readable(commands.profile(device), sourceName, true);
            commands.event(device, source, values).ifPresent(event -> outbox.offer(event, ""));
        } catch (ApiException e) {
            throw DeviceException.invalid(e.getMessage());
        }
    }

    @Override
    public void add(Device device) throws DeviceException {
        change(
                "device " + device.name() + " could not be added",
                () -> metadata.send("POST", "device?bypassValidation=true", "device", Dtos.json(device, name())));
        catalog.put(device);
    }

    @Override
    public void update(Device device) throws DeviceException {
        Device before = catalog.device(device.name())
                .orElseThrow(() -> DeviceException.unknown("device " + device.name() + " is none of " + name()));
        ObjectNode changes = Dtos.changes(before, device, name());
        if (!changes.isEmpty()) {
            change(
                    "device " + device.name() + " could not be changed",
                    () -> metadata.send("PATCH", "device?bypassValidation=true", "device", changes));
            catalog.put(device);
        }
    }

    @Override
    public void remove(String device) throws DeviceException {
        change(
                "device " + device + " could not be removed",
                () -> metadata.delete("device/name/" + MetadataClient.escaped(device)));
        catalog.removeDevice(device);
    }

    @Override
    public void discover() {
        try {
            threads.chores().execute(discovery::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} stops and looks for no devices", name());
        }
    }

    private interface Change {
        void run() throws IOException;
    }

    private static void change(String otherwise, Change change) throws DeviceException {
        try {
            change.run();
        } catch (IOException e) {
            throw Registrar.failure(otherwise, e);
        }
    }

    /** By the bus; by REST while none is bound. */
    private CompletableFuture<Void> send(Outbox.Message message) {
        if (bus.status().state() != BusBindingStatus.State.UNBOUND) {
            return busSide.publish(message);
        }
        return EventPost.send(data, name(), message);
    }

    private boolean hasBus() {
        return bus.status().bus().map(BusStatus::connected).orElse(false);
    }

    private void notWorking(Device device) {
        String name = device.name();
        if (!down.add(name)) {
            return;
        }
        LOG.warn("device {} is taken for not working: a value is not what its profile asserts", name);
        try {
            threads.chores().execute(() -> {
                try {
                    // As it is by now, so that what an operator has changed since the reading stays so.
                    Optional<Device> now = catalog.device(name);
                    if (now.isPresent()) {
                        update(now.get().withOperating(Device.Operating.DOWN));
                    }
                } catch (DeviceException e) {
                    LOG.warn("core-metadata could not be told so: {}", e.getMessage());
                } finally {
                    down.remove(name);
                }
            });
        } catch (RejectedExecutionException e) {
            down.remove(name);
            LOG.debug("{} stops", name());
        }
    }

    /** What follows from what has changed. */
    private final class Follower implements Catalog.Listener {

        @Override
        public void deviceChanged(String device) {
            calls.tell(device);
            autoReadings.follow(device, catalog.device(device));
        }

        @Override
        public void profileChanged(DeviceProfile profile) {
            try {
                driver.profileChanged(profile);
            } catch (RuntimeException e) {
                LOG.error("the driver has failed when told of profile {}", profile.name(), e);
            }
        }
    }
}
