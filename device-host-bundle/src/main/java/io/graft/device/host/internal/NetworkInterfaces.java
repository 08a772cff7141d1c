package io.graft.device.host.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.DiscoveredDevice;
import io.graft.device.sdk.ResourceValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machine's network interfaces, each of which can be a device. Used by many threads. */
final class NetworkInterfaces {

    static final String PROTOCOL = "network";
    static final String INTERFACE = "interface";

    private static final int COLUMNS = 16;

    private final TextFiles proc;

    /** @param proc the files of {@code /proc} */
    NetworkInterfaces(TextFiles proc) {
        this.proc = proc;
    }

    List<DiscoveredDevice> discover() {
        return counters().keySet().stream()
                .map(name -> new DiscoveredDevice(
                        "interface-" + name,
                        "Network interface " + name + " of this machine",
                        List.of("graft", "network"),
                        Map.of(PROTOCOL, Map.of(INTERFACE, name))))
                .toList();
    }

    /** @throws DeviceException if the machine has no such interface */
    void validate(Device device) throws DeviceException {
        counters(device);
    }

    /** Each resource's attribute says which column of {@code /proc/net/dev} it is. */
    List<ResourceValue> read(Device device, List<DeviceResource> resources) throws DeviceException {
        String[] columns = counters(device);
        List<ResourceValue> values = new ArrayList<>();
        for (DeviceResource each : resources) {
            if (!(each.attributes().get("column") instanceof Number column)
                    || column.intValue() < 0
                    || column.intValue() >= columns.length) {
                throw DeviceException.invalid("resource " + each.name() + " of profile " + device.profileName()
                        + " needs the attribute 'column', from 0 to " + (columns.length - 1));
            }
            values.add(ResourceValue.of(each, columns[column.intValue()]));
        }
        return values;
    }

    private String[] counters(Device device) throws DeviceException {
        Object name = device.protocols().getOrDefault(PROTOCOL, Map.of()).get(INTERFACE);
        if (name == null) {
            throw DeviceException.invalid(
                    "device " + device.name() + " has no protocols." + PROTOCOL + "." + INTERFACE);
        }
        String[] columns = counters().get(name.toString());
        if (columns == null) {
            throw DeviceException.invalid("device " + device.name() + ": protocols." + PROTOCOL + "." + INTERFACE
                    + " = '" + name + "' is none of this machine's, which are "
                    + counters().keySet());
        }
        return columns;
    }

    private Map<String, String[]> counters() {
        Map<String, String[]> interfaces = new LinkedHashMap<>();
        for (String line : proc.lines("net/dev")) {
            int colon = line.indexOf(':');
            String[] columns = TextFiles.words(line.substring(colon + 1));
            if (colon > 0 && columns.length == COLUMNS) {
                interfaces.put(line.substring(0, colon).strip(), columns);
            }
        }
        return interfaces;
    }
}
