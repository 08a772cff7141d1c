package io.graft.bus.binding.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.BusBindingStatus.State;
import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusGateTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Map<String, Object> NO_TELEMETRY = Map.of("telemetry.interval.seconds", "0");

    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus a = new MemoryBus("a");
    private final MemoryBus b = new MemoryBus("b");

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void withoutAProviderPublishingFailsAtOnceAndSubscriptionsWaitForOne() {
        gate.configure(NO_TELEMETRY);
        List<Delivery> heard = new ArrayList<>();
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);

        assertThatThrownBy(() -> get(gate.publish(message("t/1"))))
                .isInstanceOf(BusUnavailableException.class)
                .hasMessageContaining("t/1");
        assertThat(gate.status().state()).isEqualTo(State.UNBOUND);

        gate.bind(a, provider("a"));

        CompletionStage<Void> published = gate.publish(message("t/2"));
        assertThat(heard).hasSize(1);
        assertThat(published.toCompletableFuture()).isNotDone();
        heard.get(0).acknowledge();
        assertThat(published.toCompletableFuture()).isCompleted();
        assertThat(gate.status().counts().failed()).isEqualTo(1);
        assertThat(gate.status().counts().published()).isEqualTo(1);
    }

    @Test
    void aRequestGetsItsReply() throws Exception {
        gate.configure(NO_TELEMETRY);
        gate.bind(a, provider("a"));
        gate.subscribe(
                SubscriptionSpec.transientOne("device", Qos.AT_LEAST_ONCE, "edgex/dev/validate/device"), asked -> {
                    Envelope request = Envelope.read(asked.message().payload());
                    asked.acknowledge();
                    gate.publish(
                            gate.topics().response("dev", request.requestId()),
                            request.reply("{\"a\":1}".getBytes(UTF_8), Envelope.JSON),
                            Qos.AT_MOST_ONCE);
                });

        Envelope reply =
                get(gate.request(gate.topics().deviceValidation("dev"), Envelope.json("{}".getBytes(UTF_8)), LONG));

        assertThat(reply.text()).isEqualTo("{\"a\":1}");
        assertThat(gate.status().counts().openRequests()).isZero();
    }

    @Test
    void aRequestWithoutAReplyTimesOutAndALateReplyIsCounted() {
        gate.configure(NO_TELEMETRY);
        gate.bind(a, provider("a"));
        Envelope request = Envelope.json(new byte[0]).withRequestId("r-1");

        assertThatThrownBy(() -> get(gate.request("edgex/x", request, Duration.ofMillis(1))))
                .isInstanceOf(BusTimeoutException.class)
                .hasMessageContaining("edgex/x")
                .hasMessageContaining("1 ms");
        gate.publish(gate.topics().response("dev", "r-1"), request, Qos.AT_MOST_ONCE);

        assertThat(gate.status().counts().timeouts()).isEqualTo(1);
        assertThat(gate.status().counts().lateReplies()).isEqualTo(1);
    }

    @Test
    void aSwapOpensTheSubscriptionsAtTheNewProviderAndClosesThemAtTheOldOne() {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
        List<String> heard = new ArrayList<>();
        gate.subscribe(SubscriptionSpec.transientOne("s", Qos.AT_LEAST_ONCE, "t/#"), delivery -> {
            heard.add(delivery.message().topic());
            delivery.acknowledge();
        });

        gate.configure(target("(bus.provider=b)"));
        b.publish(message("t/b"));
        a.publish(message("t/a"));

        assertThat(heard).containsExactly("t/b");
        assertThat(a.status().subscriptions()).isEmpty();
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
    }

    static Map<String, Object> target(String filter) {
        return Map.of("bus.target", filter, "telemetry.interval.seconds", "0");
    }

    static Map<String, Object> provider(String name) {
        return Map.of("bus.provider", name, "service.bundleid", 7L);
    }

    static BusMessage message(String topic) {
        return new BusMessage(topic, topic.getBytes(UTF_8), Qos.AT_LEAST_ONCE);
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
