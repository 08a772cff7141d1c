package io.graft.device.sdk.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.ProvisionWatcher;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the service knows of core-metadata: its devices, their profiles, its watchers. Used by many threads. */
final class Catalog {

    /** Is told of what has changed; must return at once. */
    interface Listener {
        /** A device was added, changed or removed; the catalog has it as it is now. */
        void deviceChanged(String device);

        void profileChanged(DeviceProfile profile);
    }

    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final Map<String, DeviceProfile> profiles = new ConcurrentHashMap<>();
    private final Map<String, ProvisionWatcher> watchers = new ConcurrentHashMap<>();
    private final Listener listener;
    private volatile boolean locked;

    Catalog(Listener listener) {
        this.listener = listener;
    }

    /** Whether the operator has locked the whole service. */
    boolean locked() {
        return locked;
    }

    void locked(boolean now) {
        locked = now;
    }

    Optional<Device> device(String name) {
        return Optional.ofNullable(devices.get(name));
    }

    List<Device> devices() {
        return List.copyOf(devices.values());
    }

    Optional<DeviceProfile> profile(String name) {
        return Optional.ofNullable(profiles.get(name));
    }

    List<ProvisionWatcher> watchers() {
        return List.copyOf(watchers.values());
    }

    /** Takes what core-metadata lists: what it does not is gone. */
    void replaceDevices(Collection<Device> now) {
        Set<String> gone = new HashSet<>(devices.keySet());
        for (Device each : now) {
            gone.remove(each.name());
            put(each);
        }
        gone.forEach(this::removeDevice);
    }

    void put(Device device) {
        if (!device.equals(devices.put(device.name(), device))) {
            listener.deviceChanged(device.name());
        }
    }

    void removeDevice(String name) {
        if (devices.remove(name) != null) {
            listener.deviceChanged(name);
        }
    }

    void put(DeviceProfile profile) {
        DeviceProfile before = profiles.put(profile.name(), profile);
        if (before != null && !before.equals(profile)) {
            listener.profileChanged(profile);
        }
    }

    void removeProfile(String name) {
        profiles.remove(name);
    }

    void replaceWatchers(Collection<ProvisionWatcher> now) {
        Set<String> gone = new HashSet<>(watchers.keySet());
        for (ProvisionWatcher each : now) {
            gone.remove(each.name());
            put(each);
        }
        gone.forEach(this::removeWatcher);
    }

    void put(ProvisionWatcher watcher) {
        watchers.put(watcher.name(), watcher);
    }

    void removeWatcher(String name) {
        watchers.remove(name);
    }
}
