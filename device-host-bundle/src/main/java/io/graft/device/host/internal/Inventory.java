package io.graft.device.host.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What core-metadata is told of this device service: itself, its one profile, its one device. */
final class Inventory {

    static final String SERVICE = "device-host";
    static final String PROFILE = "host";
    static final String DEVICE = "this-machine";
    static final String SOURCE = "host-metrics";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LABELS = List.of("graft", "host");

    private Inventory() {}

    /** The device service. */
    static ObjectNode service(String baseAddress) {
        ObjectNode service = JSON.createObjectNode();
        service.put("name", SERVICE);
        service.put("description", "Measures the machine that the gateway runs on");
        service.put("adminState", "UNLOCKED");
        service.put("baseAddress", baseAddress);
        labels(service);
        return service;
    }

    /** What this device service changes of its entry when it starts; the rest is the operator's. */
    static ObjectNode serviceUpdate(String baseAddress) {
        return JSON.createObjectNode().put("name", SERVICE).put("baseAddress", baseAddress);
    }

    static ObjectNode profile() {
        ObjectNode profile = JSON.createObjectNode();
        profile.put("name", PROFILE);
        profile.put("manufacturer", "Graft");
        profile.put("model", "host");
        profile.put("description", "A machine: processor, memory, disk, network, temperature");
        profile.put("apiVersion", "v3");
        labels(profile);
        ArrayNode resources = profile.putArray("deviceResources");
        ArrayNode operations = JSON.createArrayNode();
        for (HostResource each : HostResource.values()) {
            ObjectNode resource = resources.addObject();
            resource.put("name", each.label());
            resource.put("description", each.description());
            resource.put("isHidden", false);
            ObjectNode properties = resource.putObject("properties");
            properties.put("valueType", each.valueType());
            properties.put("readWrite", "R");
            if (!each.units().isEmpty()) {
                properties.put("units", each.units());
            }
            operations.addObject().put("deviceResource", each.label());
        }
        ObjectNode command = profile.putArray("deviceCommands").addObject();
        command.put("name", SOURCE);
        command.put("isHidden", false);
        command.put("readWrite", "R");
        command.set("resourceOperations", operations);
        return profile;
    }

    static ObjectNode device() {
        ObjectNode device = JSON.createObjectNode();
        device.put("name", DEVICE);
        device.put("description", "The machine that the gateway runs on");
        device.put("adminState", "UNLOCKED");
        device.put("operatingState", "UP");
        device.put("serviceName", SERVICE);
        device.put("profileName", PROFILE);
        device.putObject("protocols").putObject("host").put("address", "local");
        labels(device);
        return device;
    }

    private static void labels(ObjectNode of) {
        LABELS.forEach(of.putArray("labels")::add);
    }
}
