package io.graft.metadata.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What core-metadata should do, in the plainest way: each method returns the status that is to be expected. */
final class NaiveModel {

    /** What the model knows of a device. */
    record Device(String service, String profile, String parent, Set<String> labels) {}

    /** What the model knows of a provision watcher. */
    record Watcher(String service, String profile) {}

    final Set<String> services = new LinkedHashSet<>();
    final Set<String> profiles = new LinkedHashSet<>();
    final Map<String, Device> devices = new LinkedHashMap<>();
    final Map<String, Watcher> watchers = new LinkedHashMap<>();

    int addService(String name) {
        return services.add(name) ? 201 : 409;
    }

    int addProfile(String name) {
        return profiles.add(name) ? 201 : 409;
    }

    int deleteService(String name) {
        if (!services.contains(name)) {
            return 404;
        }
        if (devices.values().stream().anyMatch(device -> device.service().equals(name))
                || watchers.values().stream()
                        .anyMatch(watcher -> watcher.service().equals(name))) {
            return 409;
        }
        services.remove(name);
        return 200;
    }

    int deleteProfile(String name) {
        if (!profiles.contains(name)) {
            return 404;
        }
        if (devices.values().stream().anyMatch(device -> device.profile().equals(name))
                || watchers.values().stream()
                        .anyMatch(watcher -> watcher.profile().equals(name))) {
            return 409;
        }
        profiles.remove(name);
        return 200;
    }

    int addDevice(String name, Device device, boolean force) {
        if (!services.contains(device.service()) || !fits(name, device)) {
            return 400;
        }
        if (devices.containsKey(name) && !force) {
            return 409;
        }
        devices.put(name, device);
        return 201;
    }

    /** Changes a device; {@code null} for what stays. */
    int patchDevice(String name, String service, String profile, String parent, Set<String> labels) {
        if (service != null && !services.contains(service)) {
            return 400;
        }
        Device old = devices.get(name);
        if (old == null) {
            return 404;
        }
        Device changed = new Device(
                service == null ? old.service() : service,
                profile == null ? old.profile() : profile,
                parent == null ? old.parent() : parent,
                labels == null ? old.labels() : labels);
        if (!fits(name, changed)) {
            return 400;
        }
        devices.put(name, changed);
        return 200;
    }

    int deleteDevice(String name) {
        if (!devices.containsKey(name)) {
            return 404;
        }
        if (devices.values().stream().anyMatch(device -> device.parent().equals(name))) {
            return 409;
        }
        devices.remove(name);
        return 200;
    }

    int addWatcher(String name, Watcher watcher) {
        if (!watcher.profile().isEmpty() && !profiles.contains(watcher.profile())) {
            return 404;
        }
        return watchers.putIfAbsent(name, watcher) == null ? 201 : 409;
    }

    int deleteWatcher(String name) {
        return watchers.remove(name) == null ? 404 : 200;
    }

    List<String> devicesWith(Predicate<Device> condition) {
        return devices.keySet().stream()
                .filter(name -> condition.test(devices.get(name)))
                .toList();
    }

    Set<String> descendants(String ancestor) {
        Set<String> found = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(ancestor));
        while (!open.isEmpty()) {
            String parent = open.remove(0);
            for (String child : devicesWith(device -> device.parent().equals(parent))) {
                if (!child.equals(ancestor) && found.add(child)) {
                    open.add(child);
                }
            }
        }
        return found;
    }

    private boolean fits(String name, Device device) {
        return !device.parent().equals(name) && (device.profile().isEmpty() || profiles.contains(device.profile()));
    }
}
