package io.graft.device.host.internal;

/** What is measured of the machine: the resources of its device profile, in the order in which events list them. */
enum HostResource {
    CPU_LOAD("CpuLoad", "Float64", "%", 0.5, "Processor time in use, of all processors"),
    PROCESS_CPU_LOAD("ProcessCpuLoad", "Float64", "%", 0.5, "Processor time that the gateway uses, of all processors"),
    LOAD_AVERAGE_1("LoadAverage1", "Float64", "", 0.05, "Runnable tasks, average of one minute"),
    LOAD_AVERAGE_5("LoadAverage5", "Float64", "", 0.05, "Runnable tasks, average of five minutes"),
    LOAD_AVERAGE_15("LoadAverage15", "Float64", "", 0.05, "Runnable tasks, average of fifteen minutes"),
    MEMORY_TOTAL("MemoryTotal", "Uint64", "B", 0, "Memory"),
    MEMORY_AVAILABLE("MemoryAvailable", "Uint64", "B", 1 << 20, "Memory that programs can still get without swapping"),
    MEMORY_USED("MemoryUsed", "Float64", "%", 0.1, "Memory that is not available"),
    SWAP_TOTAL("SwapTotal", "Uint64", "B", 0, "Swap space"),
    SWAP_FREE("SwapFree", "Uint64", "B", 1 << 20, "Swap space that is free"),
    DISK_TOTAL("DiskTotal", "Uint64", "B", 0, "Size of the file system with the gateway's data"),
    DISK_FREE("DiskFree", "Uint64", "B", 1 << 20, "What the gateway may still write there"),
    DISK_USED("DiskUsed", "Float64", "%", 0.1, "What can't be written there"),
    NETWORK_RECEIVED("NetworkReceived", "Uint64", "B", 0, "Received since the interfaces came up"),
    NETWORK_SENT("NetworkSent", "Uint64", "B", 0, "Sent since the interfaces came up"),
    NETWORK_PACKETS_RECEIVED(
            "NetworkPacketsReceived", "Uint64", "", 0, "Packets received since the interfaces came up"),
    NETWORK_PACKETS_SENT("NetworkPacketsSent", "Uint64", "", 0, "Packets sent since the interfaces came up"),
    NETWORK_RECEIVE_RATE("NetworkReceiveRate", "Float64", "B/s", 100, "Received per second"),
    NETWORK_SEND_RATE("NetworkSendRate", "Float64", "B/s", 100, "Sent per second"),
    NETWORK_PACKET_RECEIVE_RATE("NetworkPacketReceiveRate", "Float64", "1/s", 1, "Packets received per second"),
    NETWORK_PACKET_SEND_RATE("NetworkPacketSendRate", "Float64", "1/s", 1, "Packets sent per second"),
    TEMPERATURE("Temperature", "Float64", "°C", 0.5, "Temperature of the processor or, if unknown, of another sensor"),
    UPTIME("Uptime", "Float64", "s", 0, "Time since the machine was started"),
    HEAP_USED("HeapUsed", "Uint64", "B", 1 << 20, "Memory that the gateway's objects use"),
    HEAP_MAX("HeapMax", "Uint64", "B", 0, "Memory that the gateway's objects may use at most");

    private final String label;
    private final String valueType;
    private final String units;
    private final double threshold;
    private final String description;

    HostResource(String label, String valueType, String units, double threshold, String description) {
        this.label = label;
        this.valueType = valueType;
        this.units = units;
        this.threshold = threshold;
        this.description = description;
    }

    /** The resource's name in the profile. */
    String label() {
        return label;
    }

    /** EdgeX's value type: Float64, whose values are doubles, or Uint64, whose values are longs. */
    String valueType() {
        return valueType;
    }

    /** The unit, or empty for a plain number. */
    String units() {
        return units;
    }

    /** By more than how much it must change to be sent again. */
    double threshold() {
        return threshold;
    }

    String description() {
        return description;
    }
}
