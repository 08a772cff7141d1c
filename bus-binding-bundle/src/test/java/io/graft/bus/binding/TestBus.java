package io.graft.bus.binding;

import io.graft.api.bus.BusProperties;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.internal.BusGate;
import java.util.Map;

/** Makes a {@link Bus} for tests of services. */
public final class TestBus {

    private TestBus() {}

    /** A bus that is bound to one in memory, with the prefix {@code edgex} and names that are not escaped. */
    public static Bus around(MemoryBus memory) {
        return around(memory, new EdgexTopics("edgex", false), new CountingMetrics());
    }

    /** A bus that is bound to one in memory. */
    public static Bus around(MemoryBus memory, EdgexTopics topics, Metrics metrics) {
        BusGate gate = new BusGate(topics, metrics);
        gate.configure(Map.of("telemetry.interval.seconds", 0));
        gate.bind(memory, Map.of(BusProperties.PROVIDER, memory.name()));
        return gate;
    }

    /** A bus that is bound to none. */
    public static Bus unbound() {
        BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
        gate.configure(Map.of("telemetry.interval.seconds", 0));
        return gate;
    }
}
