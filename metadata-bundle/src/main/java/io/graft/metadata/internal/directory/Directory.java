package io.graft.metadata.internal.directory;

import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.DeviceServiceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.Page;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.store.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Joins devices with their services and profiles. Thread-safe. */
public final class Directory implements DeviceDirectory {

    private final Records<Device> devices;
    private final Records<DeviceService> services;
    private final Records<DeviceProfile> profiles;
    private final ProfileCache parsed;

    public Directory(Records<Device> devices, Records<DeviceService> services, Records<DeviceProfile> profiles) {
        this.devices = devices;
        this.services = services;
        this.profiles = profiles;
        this.parsed = new ProfileCache(
                document -> ProfileView.of(profiles.entry(document).value()));
    }

    @Override
    public Optional<DeviceInfo> device(String name) {
        return devices.find(name).map(document -> info(devices.entry(document).value(), this::service, this::profile));
    }

    @Override
    public Page<DeviceInfo> devices(long offset, int limit) {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException("offset " + offset + " and limit " + limit + " must not be negative");
        }
        Map<String, Optional<DeviceServiceInfo>> servicesSeen = new HashMap<>();
        Map<String, Optional<ProfileInfo>> profilesSeen = new HashMap<>();
        Page<Document> page = devices.page(offset, limit, List.of());
        List<DeviceInfo> items = page.items().stream()
                .map(document -> info(
                        devices.entry(document).value(),
                        name -> servicesSeen.computeIfAbsent(name, this::service),
                        name -> profilesSeen.computeIfAbsent(name, this::profile)))
                .toList();
        return new Page<>(items, page.total());
    }

    private static DeviceInfo info(
            Device device,
            Function<String, Optional<DeviceServiceInfo>> serviceOf,
            Function<String, Optional<ProfileInfo>> profileOf) {
        return new DeviceInfo(
                device.name(),
                device.adminState(),
                device.operatingState(),
                device.serviceName(),
                device.profileName(),
                serviceOf.apply(device.serviceName()),
                device.profileName().isEmpty() ? Optional.empty() : profileOf.apply(device.profileName()));
    }

    private Optional<DeviceServiceInfo> service(String name) {
        return services.find(name)
                .map(document -> services.entry(document).value())
                .map(service -> new DeviceServiceInfo(service.name(), service.baseAddress(), service.adminState()));
    }

    private Optional<ProfileInfo> profile(String name) {
        return profiles.find(name).map(parsed::get);
    }
}
