package io.graft.bus.binding.internal;

import static io.graft.bus.binding.internal.BusGateTest.provider;
import static io.graft.bus.binding.internal.BusGateTest.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.MemoryBus;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusHealthTest {

    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus bus = new MemoryBus("a");

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void saysWhetherTheBusIsThereAndConnected() {
        gate.configure(target("(bus.provider=a)"));
        assertThat(health(Result.Status.WARN)).contains("there is none");

        gate.bind(bus, provider("a"));
        assertThat(health(Result.Status.OK)).contains("bound to a at memory://a");

        bus.connected(false);
        assertThat(health(Result.Status.TEMPORARILY_UNAVAILABLE)).contains("memory://a", "cut off");

        bus.connected(true);
        gate.configure(target("(bus.provider=b)"));
        assertThat(health(Result.Status.WARN)).contains("(bus.provider=b)", "the binding to a stays");
    }

    private String health(Result.Status expected) {
        Result result = BusHealth.of(gate.status());
        assertThat(result.getStatus()).isEqualTo(expected);
        return result.iterator().next().getMessage();
    }
}
