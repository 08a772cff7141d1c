package io.graft.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusViewTest {

    private final MemoryBus memory = new MemoryBus("broker");

    @Test
    void tablesShowTheProviderTheTrafficAndTheSubscriptions() {
        Bus bus = TestBus.around(memory);
        bus.subscribe(SubscriptionSpec.durable("core-data-events", "edgex/events/device/#"), delivery -> {});
        bus.publish("edgex/events/device/a/b/c/d", Envelope.json(new byte[0]), Qos.AT_MOST_ONCE);

        List<String> lines = printed(bus);

        assertThat(lines).anyMatch(line -> line.matches("broker +\\| bound +\\| memory://broker +\\|.*in memory *"));
        assertThat(lines).anyMatch(line -> line.matches("by the gateway +\\| 1 +\\| \\d/s +\\| 0 +\\| 1 +\\|.*"));
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "core-data-events \\| 1 +\\| yes +\\| 1 +\\| 1 of 1024 \\| 0 +\\| edgex/events/device/# *"));
    }

    @Test
    void aProviderWithoutAConnectionAndAGatewayWithoutAProviderAreSaid() {
        Bus bus = TestBus.around(memory);
        memory.connected(false);
        assertThat(printed(bus)).anyMatch(line -> line.contains("bound, no connection") && line.contains("cut off"));

        assertThat(printed(TestBus.unbound()))
                .anyMatch(line -> line.contains("no provider of the bus is installed"))
                .anyMatch(line -> line.contains("install the provider"));
    }

    @Test
    void jsonHasTheFieldsOfTheRestApi() throws Exception {
        Map<String, Object> view = BusView.of(TestBus.around(memory).status());

        assertThat(view)
                .containsEntry("state", "BOUND")
                .containsEntry("provider", "broker")
                .containsEntry("connected", true)
                .containsEntry("publishFailures", 0L)
                .doesNotContainKeys("problem", "clients");
        assertThat(Views.json(view)).contains("\"name\" : \"graft-replies\"");
    }

    private static List<String> printed(Bus bus) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BusView.print(bus.status(), new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8).lines().toList();
    }
}
