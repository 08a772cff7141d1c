package io.graft.metadata.internal.store;

import io.graft.api.persistence.CollectionSpec;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.Entity;
import io.graft.metadata.internal.model.ProvisionWatcher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A kind of metadata: where it is kept and by what it is found.
 *
 * @param noun what messages call it
 * @param event what system events call it
 * @param type its class
 * @param spec its collection; {@link #NAME} and {@link #UUID} are unique
 * @param texts the values of the indexed fields besides the name and the labels
 */
public record Kind<T extends Entity>(
        String noun, String event, Class<T> type, CollectionSpec spec, Function<T, Map<String, List<String>>> texts) {

    /** The unique name. */
    public static final String NAME = "name";
    /** The unique id that clients see. The document's own id begins with the time of addition, and so orders lists. */
    public static final String UUID = "uuid";
    /** Every label. */
    public static final String LABEL = "label";
    /** The name of the device service. */
    public static final String SERVICE = "service";
    /** The name of the profile. */
    public static final String PROFILE = "profile";
    /** The name of the parent. */
    public static final String PARENT = "parent";
    /** The manufacturer. */
    public static final String MANUFACTURER = "manufacturer";
    /** The model. */
    public static final String MODEL = "model";
    /** {@code true} where an automatic reading says how long events are kept. */
    public static final String RETENTION = "retention";

    public static final Kind<Device> DEVICE = new Kind<>(
            "device",
            "device",
            Device.class,
            spec("metadata.devices", SERVICE, PROFILE, PARENT, RETENTION),
            device -> Map.of(
                    SERVICE, given(device.serviceName()),
                    PROFILE, given(device.profileName()),
                    PARENT, given(device.parent()),
                    RETENTION,
                            device.autoEvents().stream()
                                            .anyMatch(event -> event.retention().limits())
                                    ? List.of("true")
                                    : List.of()));

    public static final Kind<DeviceProfile> DEVICE_PROFILE = new Kind<>(
            "device profile",
            "deviceprofile",
            DeviceProfile.class,
            spec("metadata.profiles", MANUFACTURER, MODEL),
            profile -> Map.of(MANUFACTURER, given(profile.manufacturer()), MODEL, given(profile.model())));

    public static final Kind<DeviceService> DEVICE_SERVICE = new Kind<>(
            "device service", "deviceservice", DeviceService.class, spec("metadata.services"), service -> Map.of());

    public static final Kind<ProvisionWatcher> PROVISION_WATCHER = new Kind<>(
            "provision watcher",
            "provisionwatcher",
            ProvisionWatcher.class,
            spec("metadata.watchers", SERVICE, PROFILE),
            watcher -> Map.of(
                    SERVICE, given(watcher.serviceName()),
                    PROFILE, given(watcher.discoveredDevice().profileName())));

    /** The values of all fields that find it. */
    Map<String, List<String>> index(T entity, String uuid) {
        Map<String, List<String>> index = new HashMap<>(texts.apply(entity));
        index.put(NAME, List.of(entity.name()));
        index.put(UUID, List.of(uuid));
        index.put(LABEL, entity.labels().stream().distinct().toList());
        return index;
    }

    private static CollectionSpec spec(String name, String... indexed) {
        Set<String> fields = new HashSet<>(Set.of(indexed));
        fields.add(LABEL);
        return new CollectionSpec(name, Set.of(NAME, UUID), fields, Set.of());
    }

    private static List<String> given(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }
}
