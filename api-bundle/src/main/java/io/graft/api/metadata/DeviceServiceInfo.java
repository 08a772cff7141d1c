package io.graft.api.metadata;

import java.util.Objects;

/**
 * A device service: the program that owns devices. Immutable; no component is {@code null}.
 *
 * @param name its name, unique
 * @param baseAddress the URI that its REST routes are below, e.g. {@code http://localhost:59900}
 * @param adminState {@code LOCKED} or {@code UNLOCKED}
 */
public record DeviceServiceInfo(String name, String baseAddress, String adminState) {

    public DeviceServiceInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(baseAddress, "baseAddress");
        Objects.requireNonNull(adminState, "adminState");
    }
}
