package io.graft.bus.binding.internal;

import static io.graft.bus.binding.internal.BusGateTest.LONG;
import static io.graft.bus.binding.internal.BusGateTest.get;
import static io.graft.bus.binding.internal.BusGateTest.provider;
import static io.graft.bus.binding.internal.BusGateTest.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.BusBindingStatus.Counts;
import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTest {

    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus a = new MemoryBus("a");
    private final MemoryBus b = new MemoryBus("b");

    @BeforeEach
    void bind() {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void aRequestGetsItsReply() throws Exception {
        String asked = gate.topics().deviceValidation("dev");
        gate.subscribe(SubscriptionSpec.transientOne("device", Qos.AT_LEAST_ONCE, asked), delivery -> {
            Envelope request = Envelope.read(delivery.message().payload());
            delivery.acknowledge();
            gate.publish(
                    gate.topics().response("dev", request.requestId()),
                    request.reply("{\"a\":1}".getBytes(UTF_8), Envelope.JSON),
                    Qos.AT_MOST_ONCE);
        });

        Envelope request = Envelope.json("{}".getBytes(UTF_8)).withCorrelationId("c");
        Envelope reply = get(gate.request(asked, request, LONG));

        assertThat(reply.text()).isEqualTo("{\"a\":1}");
        assertThat(reply.correlationId()).isEqualTo("c");
        assertThat(counts().requests()).isEqualTo(1);
        assertThat(counts().openRequests()).isZero();
        assertThat(counts().unknownReplies()).isZero();
    }

    @Test
    void aRequestWithoutAReplyTimesOutAndALateReplyIsCounted() {
        assertThatThrownBy(() -> get(gate.request("edgex/x", request("1"), Duration.ofMillis(1))))
                .isInstanceOf(BusTimeoutException.class)
                .hasMessageContaining("edgex/x")
                .hasMessageContaining("1 ms");
        reply(a, "1");
        reply(a, "1");

        assertThat(counts().timeouts()).isEqualTo(1);
        assertThat(counts().lateReplies()).isEqualTo(2);
        assertThat(counts().openRequests()).isZero();
    }

    @Test
    void secondAndUnknownRepliesAreCountedAndIgnored() throws Exception {
        CompletionStage<Envelope> reply = gate.request("edgex/x", request("1"), LONG);
        reply(a, "1");
        reply(a, "1");
        reply(a, "2");

        assertThat(get(reply).requestId()).isEqualTo("1");
        assertThat(counts().secondReplies()).isEqualTo(1);
        assertThat(counts().unknownReplies()).isEqualTo(1);
    }

    @Test
    void aReplyWhoseIdIsEscapedIsFound() throws Exception {
        CompletionStage<Envelope> reply = gate.request("edgex/x", request("a-b"), LONG);
        reply(a, "a%2Db");
        assertThat(get(reply)).isNotNull();
    }

    @Test
    void aReplyThatCanNotBeReadFailsTheRequest() {
        CompletionStage<Envelope> reply = gate.request("edgex/x", request("1"), LONG);
        a.publish(new BusMessage("edgex/response/dev/1", "no".getBytes(UTF_8), Qos.AT_MOST_ONCE));

        assertThatThrownBy(() -> get(reply))
                .isInstanceOf(BusException.class)
                .hasMessageContaining("edgex/response/dev/1");
    }

    @Test
    void aRequestThatCanNotBePublishedFailsAtOnce() {
        a.connected(false);
        assertThatThrownBy(() -> get(gate.request("edgex/x", request("1"), LONG)))
                .isInstanceOf(BusUnavailableException.class);
        gate.unbind(a);
        assertThatThrownBy(() -> get(gate.request("edgex/x/#", request("2"), LONG)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(counts().openRequests()).isZero();
    }

    @Test
    void aProviderThatBreaksItsContractLeavesNoRequestOpen() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Requests requests = new Requests(timer, new BusMeters(new CountingMetrics()));
        AtomicInteger ended = new AtomicInteger();
        assertThatThrownBy(() -> requests.send(
                        "1",
                        "it",
                        LONG,
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        ended::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(requests.open()).isZero();
        assertThat(ended).hasValue(1);
        timer.shutdownNow();
    }

    @Test
    void theSameIdTwiceAtOnceIsRefused() throws Exception {
        CompletionStage<Envelope> first = gate.request("edgex/x", request("1"), LONG);

        assertThatThrownBy(() -> gate.request("edgex/x", request("1"), LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1");
        reply(a, "1");
        assertThat(get(first)).isNotNull();
        reply(a, "1");
        gate.request("edgex/x", request("1"), LONG);
        assertThat(counts().openRequests()).isEqualTo(1);
    }

    @Test
    void moreThanOneThousandAndTwentyFourAtOnceAreRefused() throws Exception {
        List<CompletionStage<Envelope>> open = new ArrayList<>();
        for (int i = 0; i < 1024; i++) {
            open.add(gate.request("edgex/x", request("r" + i), LONG));
        }

        assertThatThrownBy(() -> get(gate.request("edgex/x", request("more"), LONG)))
                .isInstanceOf(BusUnavailableException.class)
                .hasMessageContaining("1024");
        reply(a, "r0");
        assertThat(get(open.get(0))).isNotNull();
        CompletionStage<Envelope> next = gate.request("edgex/x", request("next"), LONG);
        reply(a, "next");
        assertThat(get(next)).isNotNull();
        assertThat(counts().openRequests()).isEqualTo(1023);
    }

    @Test
    void aRequestInFlightGetsItsReplyFromTheProviderThatIsSwappedOut() throws Exception {
        CompletionStage<Envelope> first = gate.request("edgex/x", request("1"), LONG);
        gate.configure(target("(bus.provider=b)"));
        CompletionStage<Envelope> second = gate.request("edgex/x", request("2"), LONG);
        assertThat(subscriptions(a)).containsExactly("graft-replies");

        reply(b, "2");
        reply(a, "1");

        assertThat(get(first).requestId()).isEqualTo("1");
        assertThat(get(second).requestId()).isEqualTo("2");
        assertThat(subscriptions(a)).isEmpty();
        assertThat(subscriptions(b)).containsExactly("graft-replies");
    }

    @Test
    void swappedBackWhileARequestIsOpenRepliesAreStillHeard() throws Exception {
        CompletionStage<Envelope> first = gate.request("edgex/x", request("1"), LONG);
        gate.configure(target("(bus.provider=b)"));
        gate.configure(target("(bus.provider=a)"));
        reply(a, "1");
        assertThat(get(first)).isNotNull();
        CompletionStage<Envelope> second = gate.request("edgex/x", request("2"), LONG);
        reply(a, "2");

        assertThat(get(second)).isNotNull();
        assertThat(subscriptions(b)).isEmpty();
    }

    @Test
    void aProviderIsLetGoWithAnOpenRequestAfterTheDrainTimeAndTheReplyMayComeByTheNextOne() throws Exception {
        gate.configure(Map.of(
                "bus.target", "(bus.provider=*)", "drain.timeout.seconds", "0", "telemetry.interval.seconds", "0"));
        CompletionStage<Envelope> reply = gate.request("edgex/x", request("1"), LONG);

        gate.unbind(a);
        assertThat(subscriptions(a)).isEmpty();
        reply(b, "1");

        assertThat(get(reply)).isNotNull();
    }

    @Test
    void theEndFailsTheRequestsThatWait() {
        CompletionStage<Envelope> reply = gate.request("edgex/x", request("1"), LONG);
        gate.close();
        assertThatThrownBy(() -> get(reply)).isInstanceOf(BusUnavailableException.class);
    }

    private Counts counts() {
        return gate.status().counts();
    }

    private static Envelope request(String id) {
        return Envelope.json("{}".getBytes(UTF_8)).withRequestId(id);
    }

    private void reply(MemoryBus bus, String id) {
        bus.publish(new BusMessage(
                gate.topics().response("dev", id),
                request(EdgexTopics.unescape(id)).write(),
                Qos.AT_MOST_ONCE));
    }

    private static List<String> subscriptions(MemoryBus bus) {
        return bus.status().subscriptions().stream().map(each -> each.name()).toList();
    }
}
