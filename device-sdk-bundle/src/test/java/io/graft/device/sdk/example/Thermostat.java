package io.graft.device.sdk.example;

import io.graft.device.sdk.AutoEvent;
import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.DeviceService;
import io.graft.device.sdk.DiscoveredDevice;
import io.graft.device.sdk.ProvisionWatcher;
import io.graft.device.sdk.ResourceValue;
import io.graft.device.sdk.ServiceDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/** A whole device service: thermostats in rooms, which are simulated here. */
@Component(configurationPid = Thermostat.PID, service = DeviceDriver.class)
public final class Thermostat implements DeviceDriver {

    static final String PID = "io.example.thermostat";

    /** What stands for the devices: the target of each room. */
    private final Map<String, Double> targets = new ConcurrentHashMap<>(Map.of("kitchen", 21.5, "cellar", 8.0));

    private volatile Map<String, Object> configuration;
    private volatile DeviceService service;

    @Activate
    public Thermostat(Map<String, Object> configuration) {
        this.configuration = configuration;
    }

    @Modified
    void modified(Map<String, Object> now) {
        configuration = now;
    }

    @Override
    public ServiceDescription describe() {
        return ServiceDescription.builder("device-thermostat", PID)
                .description("Thermostats of the building")
                .port(Integer.parseInt(setting("port", "59998")))
                .metadataUrl(setting("metadata.url", "http://localhost:59881"))
                .profile(Thermostat.class, "thermostat.yaml")
                .device(Device.of("kitchen-thermostat", "thermostat", Map.of("room", Map.of("name", "kitchen")))
                        .withAutoEvents(List.of(AutoEvent.onChange(Duration.ofMillis(100), "Temperature"))))
                .watcher(ProvisionWatcher.of("rooms", Map.of("name", ".+"), "thermostat"))
                .build();
    }

    @Override
    public void started(DeviceService running) {
        service = running;
    }

    @Override
    public void validate(Device device) throws DeviceException {
        room(device);
    }

    @Override
    public List<ResourceValue> read(Device device, List<DeviceResource> resources, Map<String, String> query)
            throws DeviceException {
        String room = room(device);
        List<ResourceValue> values = new ArrayList<>();
        for (DeviceResource each : resources) {
            // The attribute comes from the profile: what this driver needs to find the value in the device.
            boolean target = "target".equals(each.attributes().get("register"));
            values.add(ResourceValue.of(each, target ? targets.get(room) : 21.25));
        }
        return values;
    }

    /** By the time that this is called, type, minimum and maximum of the profile have been checked. */
    @Override
    public void write(Device device, List<ResourceValue> values, Map<String, String> query) throws DeviceException {
        targets.put(room(device), (Double) values.get(0).value());
    }

    @Override
    public boolean discovers() {
        return true;
    }

    @Override
    public List<DiscoveredDevice> discover() {
        return targets.keySet().stream()
                .map(room ->
                        new DiscoveredDevice(room + "-thermostat", "", List.of(), Map.of("room", Map.of("name", room))))
                .toList();
    }

    /** Somebody has turned the knob: the device speaks by itself. */
    void turned(String device, double target) throws DeviceException {
        service.publish(device, "Target", List.of(ResourceValue.of("Target", target)));
    }

    private String room(Device device) throws DeviceException {
        Object room = device.protocols().getOrDefault("room", Map.of()).get("name");
        if (room == null || !targets.containsKey(room.toString())) {
            throw DeviceException.invalid("device " + device.name() + ": protocols.room.name = '" + room
                    + "' is none of the rooms " + targets.keySet());
        }
        return room.toString();
    }

    private String setting(String name, String absent) {
        Object value = configuration.get(name);
        return value == null ? absent : value.toString();
    }
}
