package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.device.sdk.Device;
import java.io.IOException;

/** Follows what core-metadata says has changed. Used by one thread. */
final class SystemEvents {

    /** Brings a profile into the catalog. */
    interface ProfileLoader {
        void load(String profile) throws IOException;
    }

    private final String service;
    private final Catalog catalog;
    private final ProfileLoader profiles;
    private final Runnable resync;

    /** @param resync asks for a whole comparison with core-metadata, soon */
    SystemEvents(String service, Catalog catalog, ProfileLoader profiles, Runnable resync) {
        this.service = service;
        this.catalog = catalog;
        this.profiles = profiles;
        this.resync = resync;
    }

    /** @throws IllegalArgumentException if it is no system event */
    void take(JsonNode event) {
        JsonNode details = Json.field(event, "details");
        boolean deleted = Json.text(event, "action").equals("delete");
        switch (Json.text(event, "type")) {
            case "device" -> device(details, deleted);
            case "deviceprofile" -> profile(details, deleted);
            case "provisionwatcher" -> watcher(details, deleted);
            case "deviceservice" -> service(details, deleted);
            default -> throw new IllegalArgumentException("type '" + Json.text(event, "type") + "' is not known");
        }
    }

    private void device(JsonNode details, boolean deleted) {
        Device device = Dtos.device(details);
        // A device that moves to another service is announced to both.
        if (deleted || !Json.text(details, "serviceName").equals(service)) {
            catalog.removeDevice(device.name());
            return;
        }
        if (catalog.profile(device.profileName()).isEmpty()) {
            try {
                profiles.load(device.profileName());
            } catch (IOException e) {
                resync.run();
            }
        }
        catalog.put(device);
    }

    private void profile(JsonNode details, boolean deleted) {
        String name = Dtos.name(details, "device profile");
        if (deleted) {
            catalog.removeProfile(name);
        } else if (catalog.profile(name).isPresent()) {
            catalog.put(ProfileDtos.profile(details));
        }
    }

    private void watcher(JsonNode details, boolean deleted) {
        if (deleted) {
            catalog.removeWatcher(Dtos.name(details, "provision watcher"));
        } else {
            catalog.put(Dtos.watcher(details));
        }
    }

    private void service(JsonNode details, boolean deleted) {
        if (deleted) {
            resync.run();
        } else if (Json.text(details, "name").equals(service)) {
            catalog.locked(Dtos.locked(details));
        }
    }
}
