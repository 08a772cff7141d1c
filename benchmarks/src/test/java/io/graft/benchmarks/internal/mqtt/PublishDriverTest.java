package io.graft.benchmarks.internal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.load.Witness;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PublishDriverTest {

    private static final int EVENTS = 1_000;

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 0", "1, 7, 10, 0", "1, 3, 300, 20000", "0, 5, 10, 0"})
    void publishesEveryEventOnceAndHearsOfEveryAcknowledgement(int qos, int clients, int underWay, double rate)
            throws IOException {
        try (StubBroker broker = new StubBroker()) {
            EventStream events = EventStream.published(EventStream.TOPICS, "t", qos);
            Acknowledged acknowledged = new Acknowledged();
            PublishSpec spec = new PublishSpec(broker.address(), clients, underWay, qos, rate, Duration.ofSeconds(30));
            PublishDriver driver = new PublishDriver(spec, events.next(EVENTS), acknowledged);

            driver.run();

            assertThat(acknowledged.events.cardinality()).isEqualTo(EVENTS);
            assertThat(acknowledged.again).isZero();
            assertThat(driver.acknowledged()).isEqualTo(EVENTS);
            // At most once nobody says when the last of them has arrived.
            List<String> published = qos == 0 ? List.of() : broker.published();
            if (qos > 0) {
                assertThat(published).hasSize(EVENTS).doesNotHaveDuplicates();
                assertThat(published.get(0)).startsWith("edgex/events/device/bench-service/bench-profile/bench-t-");
            }
        }
    }

    @Test
    void publishesAnEventInItsEnvelopeAndWaits() throws IOException {
        UUID id = UUID.randomUUID();
        try (StubBroker broker = new StubBroker();
                MqttSocket client = new MqttSocket(broker.address(), "one")) {
            client.publish("a/b", EventStream.single(id));

            assertThat(broker.published()).hasSize(1);
            String message = broker.published().get(0);
            assertThat(message).startsWith("a/b {");
            JsonNode event = new ObjectMapper()
                    .readTree(message.substring("a/b ".length()))
                    .path("payload")
                    .path("event");
            assertThat(event.path("id").asText()).isEqualTo(id.toString());
            assertThat(event.path("readings").get(0).path("origin")).isEqualTo(event.path("origin"));
        }
    }

    /** Which events were acknowledged. */
    private static final class Acknowledged implements Witness {

        private final BitSet events = new BitSet();
        private int again;

        @Override
        public void answered(long number, int status, long since, long now, Supplier<String> bodyStart) {
            again += events.get((int) number) ? 1 : 0;
            events.set((int) number);
        }

        @Override
        public void lost(long number, long since, long now, String why) {
            throw new AssertionError(why);
        }
    }
}
