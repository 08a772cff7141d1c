package io.graft.command.internal;

import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.DeviceServiceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Devices of a test. */
final class FakeDevices implements DeviceDirectory {

    private final List<DeviceInfo> devices = new ArrayList<>();

    FakeDevices add(String name, String service, String baseAddress, ProfileInfo profile) {
        devices.add(new DeviceInfo(
                name,
                "UNLOCKED",
                "UP",
                service,
                profile == null ? "" : profile.name(),
                Optional.of(new DeviceServiceInfo(service, baseAddress, "UNLOCKED")),
                Optional.ofNullable(profile)));
        return this;
    }

    @Override
    public Optional<DeviceInfo> device(String name) {
        return devices.stream().filter(device -> device.name().equals(name)).findFirst();
    }

    @Override
    public Page<DeviceInfo> devices(long offset, int limit) {
        return new Page<>(devices.stream().skip(offset).limit(limit).toList(), OptionalLong.of(devices.size()));
    }
}
