package io.graft.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import io.graft.bus.binding.TestBus;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TailTest {

    private final MemoryBus memory = new MemoryBus();
    private final Bus bus = TestBus.around(memory);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void showsEventsInOneLineEach() throws Exception {
        try (Tail tail = new Tail(bus, null)) {
            publish(
                    "device",
                    "a/b ü",
                    event(
                            "a/b ü",
                            "{\"resourceName\":\"T\",\"value\":\"21.5\",\"units\":\"°C\"},"
                                    + "{\"resourceName\":\"S\",\"value\":\"on\\u001b[2J\"}"));
            publish("core", "pump", event("pump", "{\"resourceName\":\"O\",\"objectValue\":{\"x\":1}}"));
            tail.show(stream(), false, 2);

            assertThat(lines()).hasSize(2);
            assertThat(lines().get(0)).matches("\\d\\d:\\d\\d:\\d\\d\\.123  a/b ü  src  T=21.5 °C S=on \\[2J");
            assertThat(lines().get(1)).endsWith("  pump  src  O={\"x\":1}");
            assertThat(tail.summary()).isEqualTo("2 events.");
        }
        assertThat(memory.status().subscriptions()).hasSize(1);
    }

    @Test
    void showsTheEventsOfOneDeviceOnly() throws Exception {
        try (Tail tail = new Tail(bus, "b")) {
            publish("device", "a", event("a", ""));
            publish("device", "b", event("b", ""));
            memory.publish(new BusMessage("edgex/events/short", new byte[0], Qos.AT_MOST_ONCE));
            tail.show(stream(), true, 1);

            assertThat(lines()).hasSize(1);
            assertThat(new ObjectMapper()
                            .readTree(lines().get(0))
                            .get("deviceName")
                            .textValue())
                    .isEqualTo("b");
        }
    }

    @Test
    void readsEventsInCborAndCountsWhatIsNone() throws Exception {
        try (Tail tail = new Tail(bus, null)) {
            memory.publish(new BusMessage("edgex/events/device/s/p/a/src", new byte[] {'?'}, Qos.AT_MOST_ONCE));
            publish("device", "a", Envelope.json("{}".getBytes(UTF_8)));
            byte[] cbor = new CBORMapper()
                    .writeValueAsBytes(
                            new ObjectMapper().readTree(event("a", "").payload()));
            publish("device", "a", Envelope.of(cbor, Envelope.CBOR));
            tail.show(stream(), false, 1);

            assertThat(lines()).hasSize(1);
            assertThat(tail.summary()).isEqualTo("1 event, 2 messages that are no events.");
        }
    }

    @Test
    void whatComesTooFastIsDroppedAndSaid() {
        try (Tail tail = new Tail(bus, null)) {
            for (int i = 0; i < 1007; i++) {
                publish("device", "a", event("a", ""));
            }
            tail.show(stream(), false, 1000);

            assertThat(tail.summary()).isEqualTo("1000 events, 7 more came too fast to be shown.");
        }
    }

    @Test
    void largeEventsThatComeTooFastAreDroppedAndSaid() {
        try (Tail tail = new Tail(bus, null)) {
            Envelope large = event("a", "{\"resourceName\":\"S\",\"value\":\"" + "x".repeat(3 << 20) + "\"}");
            for (int i = 0; i < 5; i++) {
                publish("device", "a", large);
            }
            tail.show(stream(), true, 2);
            assertThat(tail.summary()).isEqualTo("2 events, 3 more came too fast to be shown.");

            publish("device", "a", large);
            tail.show(stream(), true, 3);
            assertThat(tail.summary()).isEqualTo("3 events, 3 more came too fast to be shown.");
        }
    }

    @Test
    void endsWhenItIsInterruptedAndWhenNobodySeesItAnyMore() throws Exception {
        try (Tail tail = new Tail(bus, null)) {
            Thread showing = new Thread(() -> tail.show(stream(), false, 0), "showing");
            showing.start();
            showing.interrupt();
            showing.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(showing.isAlive()).isFalse();

            PrintStream closed = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
            closed.close();
            closed.print("x");
            tail.show(closed, false, 0);
        }
    }

    private void publish(String from, String device, Envelope envelope) {
        String topic = from.equals("core")
                ? bus.topics().coreEvent("s", "p", device, "src")
                : bus.topics().event("s", "p", device, "src");
        memory.publish(new BusMessage(topic, envelope.write(), Qos.AT_MOST_ONCE));
    }

    private static Envelope event(String device, String readings) {
        return Envelope.json(("{\"apiVersion\":\"v3\",\"event\":{\"deviceName\":\"" + device
                        + "\",\"sourceName\":\"src\",\"origin\":1602168089123000000,\"readings\":[" + readings + "]}}")
                .getBytes(UTF_8));
    }

    private PrintStream stream() {
        return new PrintStream(out, true, UTF_8);
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }
}
