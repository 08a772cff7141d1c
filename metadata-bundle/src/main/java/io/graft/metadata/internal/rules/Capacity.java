package io.graft.metadata.internal.rules;

import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Limits how many devices there are and how many resources they use. Callers keep others from adding meanwhile. */
final class Capacity {

    private final Records<Device> devices;
    private final Records<DeviceProfile> profiles;
    private final Supplier<Settings> settings;

    Capacity(Records<Device> devices, Records<DeviceProfile> profiles, Supplier<Settings> settings) {
        this.devices = devices;
        this.profiles = profiles;
        this.settings = settings;
    }

    /** Whether there is a limit at all. */
    boolean limited() {
        return settings.get().maxDevices() > 0 || settings.get().maxResources() > 0;
    }

    void requireRoomFor(Device added) {
        long maxDevices = settings.get().maxDevices();
        if (maxDevices > 0) {
            long count = devices.count();
            if (count + 1 > maxDevices) {
                throw ApiException.invalid("the existing total number of device is '" + count + "', add device '"
                        + added.name() + "' will exceed the maximum limitation '" + maxDevices + "'");
            }
        }
        requireRoom(resourcesOf(added.profileName()));
    }

    void requireRoomForChange(Device before, Device after) {
        if (!before.profileName().equals(after.profileName())) {
            requireRoom(resourcesOf(after.profileName()) - resourcesOf(before.profileName()));
        }
    }

    void requireRoomForChange(DeviceProfile before, DeviceProfile after) {
        long more =
                (long) after.deviceResources().size() - before.deviceResources().size();
        if (more > 0 && settings.get().maxResources() > 0) {
            requireRoom(more * devicesOf(before.name()));
        }
    }

    private void requireRoom(long more) {
        long maxResources = settings.get().maxResources();
        if (maxResources <= 0 || more <= 0) {
            return;
        }
        long used = resourcesInUse();
        if (used + more > maxResources) {
            throw ApiException.invalid("'" + used + "' resources is in use, increase '" + more
                    + "' resources will exceed the maximum limitation '" + maxResources + "'");
        }
    }

    private long resourcesInUse() {
        LongAdder used = new LongAdder();
        profiles.forEach(List.of(), document -> {
            DeviceProfile profile = profiles.entry(document).value();
            used.add(devicesOf(profile.name()) * profile.deviceResources().size());
        });
        return used.sum();
    }

    private long resourcesOf(String profile) {
        return profile.isEmpty() || settings.get().maxResources() <= 0
                ? 0
                : profiles.get(profile).value().deviceResources().size();
    }

    private long devicesOf(String profile) {
        return devices.count(new Condition.Equal(Kind.PROFILE, profile));
    }
}
