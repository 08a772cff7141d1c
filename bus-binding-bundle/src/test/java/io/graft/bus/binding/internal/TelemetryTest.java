package io.graft.bus.binding.internal;

import static io.graft.bus.binding.internal.BusGateTest.LONG;
import static io.graft.bus.binding.internal.BusGateTest.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.Telemetry;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus bus = new MemoryBus();

    @BeforeEach
    void bind() {
        gate.configure(Map.of("telemetry.interval.seconds", "0"));
        gate.bind(bus, provider("memory"));
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void figuresArePublishedAsMetricsOfEdgex() throws Exception {
        TelemetryPublisher telemetry = new TelemetryPublisher(gate, "core-data", ended -> {});
        telemetry.counter("EventsPersisted", () -> 42).gauge("Load", () -> 0.5).gauge("Unknown", () -> Double.NaN);

        telemetry.publish();

        assertThat(bus.published()).hasSize(2);
        JsonNode counter = metric("EventsPersisted");
        assertThat(counter.get("apiVersion").textValue()).isEqualTo("v3");
        assertThat(counter.get("name").textValue()).isEqualTo("EventsPersisted");
        assertThat(counter.get("fields").toString()).isEqualTo("[{\"name\":\"counter-count\",\"value\":42}]");
        assertThat(counter.get("tags").toString()).isEqualTo("[{\"name\":\"service\",\"value\":\"core-data\"}]");
        assertThat(counter.get("timestamp").longValue()).isGreaterThan(1_700_000_000_000_000_000L);
        assertThat(metric("Load").get("fields").toString())
                .isEqualTo("[{\"name\":\"gaugeFloat64-value\",\"value\":0.5}]");
    }

    @Test
    void figuresArePublishedAtTheIntervalAndOneThatFailsHarmsNoOther() {
        Telemetry faulty = gate.telemetry("a-faulty").counter("Broken", () -> {
            throw new IllegalStateException("broken");
        });
        Telemetry gone = gate.telemetry("b-gone").counter("Broken", () -> {
            throw new NoClassDefFoundError("as when a bundle is refreshed");
        });
        Telemetry telemetry = gate.telemetry("core-data").counter("EventsPersisted", () -> 1);

        gate.configure(Map.of("telemetry.interval.seconds", "1"));

        await().atMost(LONG)
                .until(() -> bus.published("edgex/telemetry/core-data/#").size() >= 2);
        telemetry.close();
        gone.close();
        faulty.close();
    }

    private JsonNode metric(String name) throws Exception {
        byte[] message =
                bus.published("edgex/telemetry/core-data/" + name).get(0).payload();
        return new ObjectMapper().readTree(Envelope.read(message).payload());
    }
}
