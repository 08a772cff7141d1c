package io.graft.metadata.internal.rules;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.directory.Directory;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.outbox.SystemEvents;
import io.graft.metadata.internal.store.Clock;
import io.graft.metadata.internal.store.Journal;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.persistence.binding.DocumentGate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** All that core-metadata knows and may do, put together. */
public final class Metadata {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Records<Device> deviceRecords;
    private final Records<DeviceProfile> profileRecords;
    private final Records<DeviceService> serviceRecords;
    private final Records<ProvisionWatcher> watcherRecords;
    private final Devices devices;
    private final DeviceTree deviceTree;
    private final Profiles profiles;
    private final DeviceServices services;
    private final ProvisionWatchers watchers;
    private final DeviceCatalog catalog;
    private final DeviceDirectory directory;

    public Metadata(
            DocumentGate gate,
            Json json,
            InstantSource time,
            KnownUnits units,
            Journal journal,
            DeletionNotices notices,
            Supplier<Settings> settings) {
        Clock clock = new Clock(time);
        deviceRecords = new Records<>(gate, Kind.DEVICE, json, clock, journal);
        profileRecords = new Records<>(gate, Kind.DEVICE_PROFILE, json, clock, journal);
        serviceRecords = new Records<>(gate, Kind.DEVICE_SERVICE, json, clock, journal);
        watcherRecords = new Records<>(gate, Kind.PROVISION_WATCHER, json, clock, journal);
        References references = new References(PATIENCE, gate);
        Capacity capacity = new Capacity(deviceRecords, profileRecords, settings);
        devices = new Devices(deviceRecords, serviceRecords, profileRecords, references, capacity, notices);
        deviceTree = new DeviceTree(deviceRecords);
        profiles = new Profiles(profileRecords, deviceRecords, watcherRecords, references, capacity, units, settings);
        services = new DeviceServices(serviceRecords, deviceRecords, watcherRecords, references);
        watchers = new ProvisionWatchers(watcherRecords, profileRecords, references);
        catalog = new Retentions(deviceRecords);
        directory = new Directory(deviceRecords, serviceRecords, profileRecords);
    }

    /** All collections that core-metadata keeps. */
    public static List<CollectionSpec> collections() {
        return List.of(
                Kind.DEVICE.spec(),
                Kind.DEVICE_PROFILE.spec(),
                Kind.DEVICE_SERVICE.spec(),
                Kind.PROVISION_WATCHER.spec(),
                SystemEvents.collection());
    }

    /** What a store holds of it, in a few words. */
    public static String summary(DocumentStore store) {
        return store.collection(Kind.DEVICE.spec()).count(DocumentQuery.ALL) + " devices";
    }

    public Records<Device> deviceRecords() {
        return deviceRecords;
    }

    public Records<DeviceProfile> profileRecords() {
        return profileRecords;
    }

    public Records<DeviceService> serviceRecords() {
        return serviceRecords;
    }

    public Records<ProvisionWatcher> watcherRecords() {
        return watcherRecords;
    }

    public Devices devices() {
        return devices;
    }

    public DeviceTree deviceTree() {
        return deviceTree;
    }

    public Profiles profiles() {
        return profiles;
    }

    public DeviceServices services() {
        return services;
    }

    public ProvisionWatchers watchers() {
        return watchers;
    }

    public DeviceCatalog catalog() {
        return catalog;
    }

    public DeviceDirectory directory() {
        return directory;
    }
}
