package io.graft.device.host.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.ProvisionWatcher;
import io.graft.device.sdk.ServiceDescription;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What core-metadata is told: the service, the machine, and how its network interfaces can become devices too. */
final class Inventory {

    static final String SERVICE = "device-host";
    static final String PROFILE = "host";
    static final String DEVICE = "this-machine";
    static final String SOURCE = "host-metrics";
    static final String INTERVAL = "SamplingInterval";
    static final String PROTOCOL = "host";
    static final String ADDRESS = "address";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] LABELS = {"graft", "host"};
    private static final Duration LOOK_FOR_INTERFACES = Duration.ofMinutes(1);
    private static final Duration INTERFACE_INTERVAL = Duration.ofSeconds(10);

    private Inventory() {}

    static ServiceDescription service(HostSettings settings) {
        return ServiceDescription.builder(SERVICE, HostDeviceService.PID)
                .enabled(settings.enabled())
                .description("Measures the machine that the gateway runs on")
                .labels(LABELS)
                .port(settings.port())
                .baseAddress(settings.base())
                .metadataUrl(settings.metadata())
                .dataUrl(settings.data())
                .profile(profile().toString())
                .profile(Inventory.class, "network-interface.yaml")
                .device(device(settings))
                .watcher(interfaces())
                .discoveryInterval(LOOK_FOR_INTERFACES)
                .setting("interval.ms", settings.interval().toMillis())
                .setting("on.change", settings.onChange())
                .build();
    }

    static ObjectNode profile() {
        ObjectNode profile = JSON.createObjectNode();
        profile.put("name", PROFILE);
        profile.put("manufacturer", "Graft");
        profile.put("model", "host");
        profile.put("description", "A machine: processor, memory, disk, network, temperature");
        profile.put("apiVersion", "v3");
        profile.set("labels", JSON.valueToTree(LABELS));
        ArrayNode resources = profile.putArray("deviceResources");
        ArrayNode operations = JSON.createArrayNode();
        for (HostResource each : HostResource.values()) {
            ObjectNode properties = resource(resources, each.label(), each.description(), each.threshold());
            properties.put("valueType", each.valueType());
            properties.put("readWrite", "R");
            if (!each.units().isEmpty()) {
                properties.put("units", each.units());
            }
            operations.addObject().put("deviceResource", each.label());
        }
        resource(resources, INTERVAL, "Time from one measurement to the next", 0)
                .put("valueType", "Int64")
                .put("readWrite", "RW")
                .put("units", "ms")
                .put("minimum", HostSettings.MIN_INTERVAL_MS)
                .put("maximum", HostSettings.MAX_INTERVAL_MS);
        ObjectNode command = profile.putArray("deviceCommands").addObject();
        command.put("name", SOURCE);
        command.put("isHidden", false);
        command.put("readWrite", "R");
        command.set("resourceOperations", operations);
        return profile;
    }

    private static ObjectNode resource(ArrayNode resources, String name, String description, double threshold) {
        ObjectNode resource = resources.addObject();
        resource.put("name", name);
        resource.put("description", description);
        resource.put("isHidden", false);
        if (threshold > 0) {
            resource.putObject("attributes").put("onChangeThreshold", threshold);
        }
        return resource.putObject("properties");
    }

    private static Device device(HostSettings settings) {
        return Device.of(DEVICE, PROFILE, Map.of(PROTOCOL, Map.of(ADDRESS, "local")))
                .withDescription("The machine that the gateway runs on")
                .withLabels(LABELS)
                .withAutoEvents(List.of(new AutoEvent(SOURCE, settings.interval(), settings.onChange(), 0)));
    }

    /** Locked, so that no device comes up that nobody has asked for. */
    private static ProvisionWatcher interfaces() {
        return new ProvisionWatcher(
                "network-interfaces",
                true,
                List.of(LABELS),
                Map.of(NetworkInterfaces.INTERFACE, ".+"),
                Map.of(NetworkInterfaces.INTERFACE, List.of("lo")),
                "network-interface",
                false,
                List.of(AutoEvent.onChange(INTERFACE_INTERVAL, "traffic")),
                Map.of());
    }
}
