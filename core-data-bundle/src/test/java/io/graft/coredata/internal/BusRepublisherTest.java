package io.graft.coredata.internal;

import static io.graft.coredata.internal.Requests.reading;
import static io.graft.coredata.internal.Requests.simple;
import static io.graft.coredata.internal.Requests.withReadings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Envelope;
import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the bus hears of events that come by REST. */
class BusRepublisherTest {

    private static final String PATH = "/event/device-test/Profile/Device/Source";
    private static final String TOPIC = "edgex/events/core/device-test/Profile/Device/Source";

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void publishesTheRequestAsItCameWithItsCorrelationId() {
        String request =
                withReadings(simple("Int8", "5"), reading("\"valueType\":\"Object\",\"objectValue\":{\"a\":[1]}"));
        String correlation = UUID.randomUUID().toString();

        assertThat(api.send("POST", PATH, request.getBytes(UTF_8), "X-Correlation-ID", correlation)
                        .status())
                .isEqualTo(201);

        Envelope envelope = published(TOPIC);
        assertThat(envelope.text()).isEqualTo(request);
        assertThat(envelope.contentType()).isEqualTo("application/json");
        assertThat(envelope.correlationId()).isEqualTo(correlation);
        await().until(() -> api.metrics.count("graft_bus_republished_total") == 1);
    }

    @Test
    void publishesCborAsCbor() {
        byte[] request = Requests.cbor(withReadings(simple("Int8", "5")));

        api.send("POST", PATH, request, "Content-Type", "application/cbor");

        Envelope envelope = published(TOPIC);
        assertThat(envelope.contentType()).isEqualTo("application/cbor");
        assertThat(envelope.payload()).isEqualTo(request);
    }

    @Test
    void publishesOnlyWhatIsKept() {
        String request = withReadings(simple("Int8", "5"));
        api.post(PATH, request);
        assertThat(api.post(PATH, request).status()).isEqualTo(409);
        assertThat(api.post(PATH, withReadings(simple("Int8", "500"))).status()).isEqualTo(400);
        api.service.unbindEvents(api.store);
        assertThat(api.post(PATH, request.replace(Requests.ID, UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(201);

        await().until(() -> api.metrics.count("graft_bus_republished_total") == 2);
        assertThat(api.bus.published("edgex/events/core/#")).hasSize(2);
    }

    @Test
    void takesNamesThatAreNoLevels() {
        String name = "a/b+#";
        String request = withReadings(simple("Int8", "5")).replace("\"Device\"", "\"" + name + "\"");

        String path = "/event/device-test/Profile/" + URLEncoder.encode(name, UTF_8) + "/Source";
        assertThat(api.post(path, request).status()).isEqualTo(201);

        assertThat(published("edgex/events/core/device-test/Profile/a%2Fb%2B%23/Source")
                        .text())
                .isEqualTo(request);
    }

    @Test
    void failsNoRequestIfTheBusFails() {
        api.bus.connected(false);

        assertThat(api.post(PATH, withReadings(simple("Int8", "5"))).status()).isEqualTo(201);

        await().until(() -> api.metrics.count("graft_bus_republish_failed_total") == 1);
    }

    @Test
    void delaysNoRequestIfTheBusDoesNotAnswer() {
        BusListener neverAcknowledges = delivery -> {};
        api.bus.subscribe(SubscriptionSpec.durable("slow", "edgex/events/core/#"), neverAcknowledges);
        String large = "x".repeat(6_000_000);

        for (int n = 0; n < 4; n++) {
            String request = withReadings(simple("String", large))
                    .replace(Requests.ID, UUID.randomUUID().toString());
            assertThat(api.post(PATH, request).status()).isEqualTo(201);
        }

        // Three of them are more than what may be under way.
        await().until(() -> api.metrics.count("graft_bus_republish_failed_total") == 2);
        assertThat(api.bus.published("edgex/events/core/#")).hasSize(2);
    }

    @Test
    void publishesOnlyIfToldTo() {
        api.configure("bus.publish", "false");
        api.post(PATH, withReadings(simple("Int8", "5")));
        api.configure("bus.publish", "true");
        String other = withReadings(simple("Int8", "6"))
                .replace(Requests.ID, UUID.randomUUID().toString());
        api.post(PATH, other);

        assertThat(published(TOPIC).text()).isEqualTo(other);
    }

    /** The one message on a topic. */
    private Envelope published(String topic) {
        await().until(() -> !api.bus.published("edgex/events/core/#").isEmpty());
        List<BusMessage> found = api.bus.published("edgex/events/core/#");
        assertThat(found).extracting(BusMessage::topic).containsExactly(topic);
        assertThat(found.get(0).qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        return Envelope.read(found.get(0).payload());
    }
}
