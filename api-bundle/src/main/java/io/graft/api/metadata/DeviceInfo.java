package io.graft.api.metadata;

import java.util.Objects;
import java.util.Optional;

/**
 * A device with its service and its profile. Immutable; no component is {@code null}.
 *
 * @param name the device's name
 * @param adminState {@code LOCKED} or {@code UNLOCKED}
 * @param operatingState {@code UP}, {@code DOWN} or {@code UNKNOWN}
 * @param serviceName the name of its device service
 * @param profileName the name of its profile; empty if it has none yet
 * @param service its device service; empty if it is not stored, which only an incomplete store can bring about
 * @param profile its profile; empty if the device has none yet, or if it is not stored, as for the service
 */
public record DeviceInfo(
        String name,
        String adminState,
        String operatingState,
        String serviceName,
        String profileName,
        Optional<DeviceServiceInfo> service,
        Optional<ProfileInfo> profile) {

    public DeviceInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(adminState, "adminState");
        Objects.requireNonNull(operatingState, "operatingState");
        Objects.requireNonNull(serviceName, "serviceName");
        Objects.requireNonNull(profileName, "profileName");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(profile, "profile");
    }
}
