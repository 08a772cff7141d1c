package io.graft.device.sdk.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.ProvisionWatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Devices and provision watchers, from EdgeX's JSON and into it. */
final class Dtos {

    private static final Logger LOG = LoggerFactory.getLogger(Dtos.class);
    private static final String LOCKED = "LOCKED";

    private Dtos() {}

    /** @throws IllegalArgumentException if it has no name */
    static Device device(JsonNode dto) {
        Map<String, Map<String, Object>> protocols = new LinkedHashMap<>();
        Json.field(dto, "protocols")
                .properties()
                .forEach(each -> protocols.put(each.getKey(), Json.map(each.getValue())));
        return new Device(
                name(dto, "device"),
                Json.text(dto, "description"),
                Json.text(dto, "profileName"),
                locked(dto),
                operating(Json.text(dto, "operatingState")),
                Json.texts(Json.field(dto, "labels")),
                protocols,
                autoEvents(Json.field(dto, "autoEvents")),
                Json.map(Json.field(dto, "properties")),
                Json.map(Json.field(dto, "tags")));
    }

    static ObjectNode json(Device device, String service) {
        ObjectNode dto = Json.MAPPER.createObjectNode();
        dto.put("name", device.name());
        dto.put("description", device.description());
        dto.put("adminState", device.locked() ? LOCKED : "UNLOCKED");
        dto.put("operatingState", device.operating().name());
        dto.put("serviceName", service);
        dto.put("profileName", device.profileName());
        dto.set("labels", Json.MAPPER.valueToTree(device.labels()));
        dto.set("protocols", Json.MAPPER.valueToTree(device.protocols()));
        dto.set("autoEvents", json(device.autoEvents()));
        dto.set("properties", Json.MAPPER.valueToTree(device.properties()));
        dto.set("tags", Json.MAPPER.valueToTree(device.tags()));
        return dto;
    }

    /** What of a device differs from how it was, with its name; empty if nothing does. */
    static ObjectNode changes(Device before, Device now, String service) {
        ObjectNode was = json(before, service);
        ObjectNode is = json(now, service);
        ObjectNode changes = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> each : is.properties()) {
            if (!each.getValue().equals(was.get(each.getKey()))) {
                changes.set(each.getKey(), each.getValue());
            }
        }
        return changes.isEmpty() ? changes : changes.put("name", now.name());
    }

    /** @throws IllegalArgumentException if it has no name */
    static ProvisionWatcher watcher(JsonNode dto) {
        Map<String, String> identifiers = new LinkedHashMap<>();
        Json.field(dto, "identifiers")
                .properties()
                .forEach(each -> identifiers.put(each.getKey(), each.getValue().asText()));
        Map<String, List<String>> blocking = new LinkedHashMap<>();
        Json.field(dto, "blockingIdentifiers")
                .properties()
                .forEach(each -> blocking.put(each.getKey(), Json.texts(each.getValue())));
        JsonNode discovered = Json.field(dto, "discoveredDevice");
        return new ProvisionWatcher(
                name(dto, "provision watcher"),
                locked(dto),
                Json.texts(Json.field(dto, "labels")),
                identifiers,
                blocking,
                Json.text(discovered, "profileName"),
                locked(discovered),
                autoEvents(Json.field(discovered, "autoEvents")),
                Json.map(Json.field(discovered, "properties")));
    }

    static ObjectNode json(ProvisionWatcher watcher, String service) {
        ObjectNode dto = Json.MAPPER.createObjectNode();
        dto.put("name", watcher.name());
        dto.put("serviceName", service);
        dto.put("adminState", watcher.locked() ? LOCKED : "UNLOCKED");
        dto.set("labels", Json.MAPPER.valueToTree(watcher.labels()));
        dto.set("identifiers", Json.MAPPER.valueToTree(watcher.identifiers()));
        dto.set("blockingIdentifiers", Json.MAPPER.valueToTree(watcher.blockingIdentifiers()));
        ObjectNode discovered = dto.putObject("discoveredDevice");
        discovered.put("profileName", watcher.profileName());
        discovered.put("adminState", watcher.devicesLocked() ? LOCKED : "UNLOCKED");
        discovered.set("autoEvents", json(watcher.autoEvents()));
        discovered.set("properties", Json.MAPPER.valueToTree(watcher.properties()));
        return dto;
    }

    static boolean locked(JsonNode dto) {
        return Json.text(dto, "adminState").equals(LOCKED);
    }

    static String name(JsonNode dto, String what) {
        String name = Json.text(dto, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a " + what + " has no name");
        }
        return name;
    }

    private static Device.Operating operating(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "UP" -> Device.Operating.UP;
            case "DOWN" -> Device.Operating.DOWN;
            default -> Device.Operating.UNKNOWN;
        };
    }

    private static List<AutoEvent> autoEvents(JsonNode array) {
        List<AutoEvent> autoEvents = new ArrayList<>();
        array.forEach(each -> {
            try {
                autoEvents.add(new AutoEvent(
                        Json.text(each, "sourceName"),
                        Json.duration(Json.text(each, "interval")),
                        Json.field(each, "onChange").asBoolean(),
                        Json.field(each, "onChangeThreshold").asDouble()));
            } catch (IllegalArgumentException e) {
                LOG.warn("an automatic event is left out: {}", e.getMessage());
            }
        });
        return autoEvents;
    }

    private static ArrayNode json(List<AutoEvent> autoEvents) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (AutoEvent each : autoEvents) {
            array.addObject()
                    .put("interval", Json.duration(each.interval()))
                    .put("onChange", each.onChange())
                    .put("onChangeThreshold", each.onChangeThreshold())
                    .put("sourceName", each.sourceName());
        }
        return array;
    }
}
