package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.ProvisionWatcher;
import io.graft.device.sdk.ServiceDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes core-metadata and the service's catalog agree: the service, its profiles, devices and watchers are there, and what
 * an operator has changed is known here. May be repeated, and is, since system events get lost while there is no bus.
 * Used by one thread.
 */
final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    /** The property of a device that says what of it the service has set, so that later changes of that can be told. */
    private static final String APPLIED = "applied";

    private static final List<String> APPLICABLE =
            List.of("description", "profileName", "labels", "protocols", "autoEvents");

    private final MetadataClient metadata;
    private final Catalog catalog;
    private final List<ObjectNode> profiles;
    private final Set<String> introduced = new HashSet<>();
    private volatile ServiceDescription service;
    private ServiceDescription applied;

    /** @throws IllegalArgumentException if a profile is none */
    Registrar(MetadataClient metadata, Catalog catalog, ServiceDescription service) {
        this.metadata = metadata;
        this.catalog = catalog;
        this.service = service;
        profiles = service.profiles().stream().map(ProfileDtos::parse).toList();
    }

    /** Takes over other devices and watchers with the next run; called by any thread. */
    void describe(ServiceDescription now) {
        service = now;
    }

    /**
     * Makes both agree.
     *
     * @throws MetadataClient.RefusedException if core-metadata does not take something
     * @throws IOException if it can't be reached
     */
    void run() throws IOException {
        ServiceDescription now = service;
        if (applied == null) {
            metadata.ping();
        }
        Optional<JsonNode> known = metadata.find("deviceservice/name/" + escaped(now.name()), "service");
        boolean anew = applied == null || known.isEmpty();
        service(known);
        if (anew) {
            introduced.clear();
            for (ObjectNode profile : profiles) {
                profile(profile);
            }
        }
        if (anew || !now.equals(applied)) {
            for (Device device : now.devices()) {
                device(device);
            }
            for (ProvisionWatcher watcher : now.watchers()) {
                watcher(watcher);
            }
        }
        load();
        applied = now;
    }

    private void service(Optional<JsonNode> known) throws IOException {
        if (known.isEmpty()) {
            ObjectNode dto = Json.MAPPER.createObjectNode();
            dto.put("name", service.name());
            dto.put("description", service.description());
            dto.put("adminState", "UNLOCKED");
            dto.put("baseAddress", service.baseAddress());
            dto.set("labels", Json.MAPPER.valueToTree(service.labels()));
            metadata.sendUnlessThere("deviceservice", "service", dto);
            catalog.locked(false);
            return;
        }
        catalog.locked(Dtos.locked(known.get()));
        if (applied == null || !Json.text(known.get(), "baseAddress").equals(service.baseAddress())) {
            ObjectNode change = Json.MAPPER.createObjectNode();
            change.put("name", service.name()).put("baseAddress", service.baseAddress());
            metadata.send("PATCH", "deviceservice", "service", change);
        }
    }

    private void profile(ObjectNode ours) throws IOException {
        String name = Json.text(ours, "name");
        Optional<JsonNode> theirs = metadata.find("deviceprofile/name/" + escaped(name), "profile");
        if (theirs.isEmpty()) {
            metadata.sendUnlessThere("deviceprofile", "profile", ours);
        } else if (!ProfileDtos.covers(theirs.get(), ours)) {
            try {
                LOG.info("profile {} is of another version and is replaced", name);
                metadata.send("PUT", "deviceprofile", "profile", ours);
            } catch (MetadataClient.RefusedException e) {
                if (e.status() != MetadataClient.LOCKED) {
                    throw e;
                }
                LOG.warn("profile {} stays of another version: {}", name, e.getMessage());
            }
        }
    }

    /**
     * What is new is added, and what the service sets otherwise than it did before is changed; what an operator has changed
     * or removed meanwhile stays so. Without a validation on the bus: that would ask this very service.
     */
    private void device(Device device) throws IOException {
        ObjectNode ours = Dtos.json(device, service.name());
        ObjectNode mark = ours.deepCopy().retain(APPLICABLE);
        Optional<JsonNode> theirs = metadata.find("device/name/" + escaped(device.name()), "device");
        if (theirs.isEmpty()) {
            if (introduced.add("device " + device.name())) {
                ours.withObject("properties").set(APPLIED, mark);
                metadata.sendUnlessThere("device?bypassValidation=true", "device", ours);
            }
            return;
        }
        introduced.add("device " + device.name());
        JsonNode properties = Json.field(theirs.get(), "properties");
        JsonNode before = properties.path(APPLIED);
        ObjectNode change = mark.deepCopy();
        change.properties().removeIf(each -> each.getValue().equals(before.get(each.getKey())));
        if (!change.isEmpty()) {
            ObjectNode all = properties.isObject() ? properties.deepCopy() : Json.MAPPER.createObjectNode();
            all.set(APPLIED, mark);
            change.put("name", device.name()).set("properties", all);
            metadata.send("PATCH", "device?bypassValidation=true", "device", change);
        }
    }

    private void watcher(ProvisionWatcher watcher) throws IOException {
        if (introduced.add("watcher " + watcher.name())
                && metadata.find("provisionwatcher/name/" + escaped(watcher.name()), "provisionWatcher")
                        .isEmpty()) {
            metadata.sendUnlessThere("provisionwatcher", "provisionWatcher", Dtos.json(watcher, service.name()));
        }
    }

    private void load() throws IOException {
        List<Device> devices = new ArrayList<>();
        for (JsonNode each : metadata.list("device/service/name/" + escaped(service.name()), "devices")) {
            devices.add(Dtos.device(each));
        }
        // Profiles first, so that a device is never told of before what it has.
        Set<String> wanted = new HashSet<>();
        devices.forEach(each -> wanted.add(each.profileName()));
        for (String each : wanted) {
            load(each);
        }
        catalog.replaceDevices(devices);
        List<ProvisionWatcher> watchers = new ArrayList<>();
        for (JsonNode each :
                metadata.list("provisionwatcher/service/name/" + escaped(service.name()), "provisionWatchers")) {
            watchers.add(Dtos.watcher(each));
        }
        catalog.replaceWatchers(watchers);
    }

    /** Brings a profile into the catalog. */
    void load(String profile) throws IOException {
        if (!profile.isEmpty()) {
            Optional<JsonNode> found = metadata.find("deviceprofile/name/" + escaped(profile), "profile");
            if (found.isPresent()) {
                catalog.put(ProfileDtos.profile(found.get()));
            } else {
                catalog.removeProfile(profile);
            }
        }
    }

    /** What a failure of core-metadata means to a driver. */
    static DeviceException failure(String what, IOException e) {
        if (e instanceof MetadataClient.RefusedException refused) {
            return switch (refused.status() / 100) {
                case 4 ->
                    refused.status() == MetadataClient.NOT_FOUND
                            ? DeviceException.unknown(what + ": " + e.getMessage())
                            : DeviceException.invalid(what + ": " + e.getMessage());
                default -> DeviceException.unavailable(what + ": " + e.getMessage(), e);
            };
        }
        return DeviceException.unavailable(what + ": core-metadata can't be reached: " + e.getMessage(), e);
    }

    private static String escaped(String name) {
        return MetadataClient.escaped(name);
    }
}
