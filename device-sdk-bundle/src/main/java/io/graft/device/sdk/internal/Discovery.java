package io.graft.device.sdk.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DiscoveredDevice;
import io.graft.device.sdk.ProvisionWatcher;
import io.graft.rest.BoundedText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for devices, and adds those that a provision watcher wants. */
final class Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    /** Adds a device to core-metadata. */
    interface Adder {
        void add(Device device) throws IOException;
    }

    private final DeviceDriver driver;
    private final Catalog catalog;
    private final Adder adder;
    private final AtomicBoolean running = new AtomicBoolean();

    Discovery(DeviceDriver driver, Catalog catalog, Adder adder) {
        this.driver = driver;
        this.catalog = catalog;
        this.adder = adder;
    }

    /** Looks once; does nothing if that is being done already, or the service is locked. */
    void run() {
        if (catalog.locked() || !running.compareAndSet(false, true)) {
            return;
        }
        try {
            int added = 0;
            List<DiscoveredDevice> found = driver.discover();
            for (DiscoveredDevice each : found) {
                added += add(each) ? 1 : 0;
            }
            if (added > 0) {
                LOG.info("{} devices were found, {} of them were added", found.size(), added);
            }
        } catch (DeviceException | RuntimeException e) {
            LOG.warn("devices could not be looked for: {}", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
    }

    private boolean add(DiscoveredDevice found) {
        if (catalog.device(found.name()).isPresent()) {
            return false;
        }
        Optional<Device> wanted = catalog.watchers().stream()
                .filter(each -> matches(each, found))
                .findFirst()
                .map(watcher -> new Device(
                        found.name(),
                        found.description(),
                        watcher.profileName(),
                        watcher.devicesLocked(),
                        Device.Operating.UP,
                        found.labels(),
                        found.protocols(),
                        watcher.autoEvents(),
                        watcher.properties(),
                        Map.of()));
        if (wanted.isEmpty()) {
            return false;
        }
        try {
            adder.add(wanted.get());
            return true;
        } catch (IOException e) {
            LOG.warn("device {} was found and could not be added: {}", found.name(), e.getMessage());
            return false;
        }
    }

    /** EdgeX's rule: one protocol has all identifiers, and none has a blocking one. */
    static boolean matches(ProvisionWatcher watcher, DiscoveredDevice found) {
        return !watcher.locked()
                && found.protocols().values().stream().anyMatch(protocol -> identified(watcher, protocol))
                && found.protocols().values().stream().noneMatch(protocol -> blocked(watcher, protocol));
    }

    private static boolean identified(ProvisionWatcher watcher, Map<String, Object> protocol) {
        return watcher.identifiers().entrySet().stream()
                .allMatch(each -> found(watcher, each.getValue(), protocol.get(each.getKey())));
    }

    private static boolean found(ProvisionWatcher watcher, String expression, Object value) {
        if (value == null || value.toString().isEmpty()) {
            return false;
        }
        try {
            return Pattern.compile(expression)
                    .matcher(new BoundedText(value.toString()))
                    .find();
        } catch (PatternSyntaxException e) {
            LOG.warn("provision watcher {} adds nothing: '{}' is no pattern", watcher.name(), expression);
            return false;
        } catch (BoundedText.TooLongException | StackOverflowError e) {
            LOG.warn("provision watcher {} adds nothing: '{}' takes too long to match", watcher.name(), expression);
            return false;
        }
    }

    private static boolean blocked(ProvisionWatcher watcher, Map<String, Object> protocol) {
        return watcher.blockingIdentifiers().entrySet().stream()
                .anyMatch(each -> protocol.get(each.getKey()) != null
                        && each.getValue().contains(protocol.get(each.getKey()).toString()));
    }
}
