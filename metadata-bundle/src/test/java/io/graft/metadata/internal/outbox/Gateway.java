package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.DocumentStore;
import io.graft.bus.binding.Bus;
import io.graft.metadata.internal.NoMetrics;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.model.UpdateDevice;
import io.graft.metadata.internal.outbox.SystemEvents.Bounds;
import io.graft.metadata.internal.rules.DeletionNotices;
import io.graft.metadata.internal.rules.Metadata;
import io.graft.metadata.internal.uom.KnownUnits;
import io.graft.persistence.binding.DocumentGate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** One life of core-metadata, on a store and a bus that outlive it. */
final class Gateway implements AutoCloseable {

    static final Bounds BOUNDS =
            new Bounds(1000, 1 << 20, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(2));

    private final Json json = new Json();
    private final DocumentGate gate =
            new DocumentGate("core-metadata", "documents", Metadata.collections(), new NoMetrics());
    private final DeletionNotices notices = new DeletionNotices();
    private final SystemEvents events;
    private final Metadata metadata;

    Gateway(World world, World.Fate fate) {
        this(world, fate, BOUNDS);
    }

    Gateway(World world, World.Fate fate, Bounds bounds) {
        this(world.store(fate), world.bus(fate), bounds);
    }

    Gateway(DocumentStore store, Bus bus, Bounds bounds) {
        Settings settings =
                new Settings(0, 100, 1 << 20, false, false, false, "", 0, 0, Duration.ofSeconds(5), true, "INFO");
        InstantSource time = InstantSource.system();
        gate.timeouts(Duration.ofMillis(500), Duration.ofMillis(500));
        events = new SystemEvents(gate, json, time, bus, new NoMetrics(), bounds);
        metadata = new Metadata(gate, json, time, new KnownUnits(json), events.journal(), notices, () -> settings);
        bind(store);
        events.start();
    }

    void bind(DocumentStore store) {
        gate.bind(store, Map.of("persistence.provider", "memory"));
        events.storesChanged();
    }

    void unbind(DocumentStore store) {
        gate.unbind(store);
        events.storesChanged();
    }

    void addService(String name, String description) {
        metadata.services()
                .add(read(
                        DeviceService.class,
                        "{'name':'%s','description':'%s','adminState':'UNLOCKED'}",
                        name,
                        description));
    }

    void addProfile(String name, String description) {
        metadata.profiles().add(profile(name, description));
    }

    void replaceProfile(String name, String description) {
        metadata.profiles().replace(profile(name, description));
    }

    void addDevice(String name, String service, String profile) {
        String text = "{'name':'%s','serviceName':'%s','profileName':'%s','adminState':'UNLOCKED','protocols':{}}";
        metadata.devices().add(read(Device.class, text, name, service, profile), false);
    }

    void patchDevice(String name, String description, String service) {
        String text = "{'name':'%s','description':'%s','serviceName':'%s'}";
        metadata.devices().patch(read(UpdateDevice.class, text, name, description, service));
    }

    void deleteDevice(String name) {
        metadata.devices().delete(name);
    }

    void addWatcher(String name, String service) {
        String text = "{'name':'%s','serviceName':'%s','adminState':'UNLOCKED'}";
        metadata.watchers().add(read(ProvisionWatcher.class, text, name, service));
    }

    void deleteWatcher(String name) {
        metadata.watchers().delete(name);
    }

    int waiting() {
        return events.waiting();
    }

    @Override
    public void close() {
        events.close();
        gate.close();
        notices.close();
    }

    private DeviceProfile profile(String name, String description) {
        return read(DeviceProfile.class, "{'name':'%s','description':'%s'}", name, description);
    }

    private <T> T read(Class<T> type, String singleQuoted, Object... values) {
        return json.readStored(singleQuoted.replace('\'', '"').formatted(values), type, "test");
    }
}
