package io.graft.bus.binding.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.BusBindingStatus;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusGateTest {

    static final Duration LONG = Duration.ofSeconds(30);

    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus a = new MemoryBus("a");
    private final MemoryBus b = new MemoryBus("b");
    private final List<Delivery> heard = new ArrayList<>();

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void withoutAProviderPublishingFailsAtOnceAndSubscriptionsWaitForOne() {
        gate.configure(target(""));
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);

        assertThatThrownBy(() -> get(gate.publish(message("t/1"))))
                .isInstanceOf(BusUnavailableException.class)
                .hasMessageContaining("t/1");
        assertThat(gate.status().state()).isEqualTo(State.UNBOUND);

        gate.bind(a, provider("a"));

        CompletionStage<Void> published = gate.publish(message("t/2"));
        assertThat(topics()).containsExactly("t/2");
        assertThat(published.toCompletableFuture()).isNotDone();
        heard.get(0).acknowledge();
        assertThat(published.toCompletableFuture()).isCompleted();
        assertThat(gate.status().counts().failed()).isEqualTo(1);
        assertThat(gate.status().counts().published()).isEqualTo(1);
    }

    @Test
    void aSwapOpensTheSubscriptionsAtTheNewProviderAndClosesThemAtTheOldOne() {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
        gate.subscribe(SubscriptionSpec.transientOne("s", Qos.AT_LEAST_ONCE, "t/#"), heard::add);

        gate.configure(target("(bus.provider=b)"));
        b.publish(message("t/b"));
        a.publish(message("t/a"));
        gate.publish(message("u"));

        assertThat(topics()).containsExactly("t/b");
        assertThat(a.status().subscriptions()).isEmpty();
        assertThat(b.published("u")).hasSize(1);
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
        assertThat(gate.status().providers()).extracting("name").containsExactly("a", "b");
    }

    @Test
    void whatTheOldProviderHasDeliveredCanBeAcknowledgedAfterTheSwap() {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);
        CompletionStage<Void> first = a.publish(message("t/1"));
        CompletionStage<Void> second = a.publish(message("t/2"));

        gate.configure(target("(bus.provider=b)"));
        heard.get(0).acknowledge();

        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture()).isNotDone();
        gate.configure(target("(bus.provider=a)"));
        assertThat(topics()).containsExactly("t/1", "t/2", "t/2");
        assertThat(heard.get(2).repeated()).isTrue();
        heard.get(2).acknowledge();
        assertThat(second.toCompletableFuture()).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(bus.provider=typo)", "(bus.provider=a", "bus"})
    void aTargetThatCanNotBeMetLeavesTheBindingAndSaysWhy(String mistaken) {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));

        gate.configure(target(mistaken));

        BusBindingStatus status = gate.status();
        assertThat(status.state()).isEqualTo(State.KEPT);
        assertThat(status.target()).isEqualTo(mistaken);
        assertThat(status.problem()).contains(mistaken, "the binding to a stays");
        assertThat(status.bound().orElseThrow().name()).isEqualTo("a");
        gate.publish(message("t"));
        assertThat(a.published("t")).hasSize(1);
    }

    @Test
    void aProviderThatComesLaterIsBoundThen() {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.configure(target("(bus.provider=b)"));
        assertThat(gate.status().problem()).contains("there is a");

        gate.bind(b, provider("b"));

        assertThat(gate.status().state()).isEqualTo(State.BOUND);
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
    }

    @Test
    void aFileThatIsEmptiedOrGoneLeavesTheBinding() {
        gate.configure(target("(bus.provider=b)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));

        gate.configure(target(" "));
        gate.configure(Map.of("bus.target.default", "(bus.provider=a)", "telemetry.interval.seconds", "0"));

        assertThat(gate.status().state()).isEqualTo(State.BOUND);
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
    }

    @Test
    void withoutATargetAtTheStartTheDefaultIsIt() {
        gate.configure(Map.of("bus.target.default", "(bus.provider=b)", "telemetry.interval.seconds", "0"));
        gate.bind(a, provider("a"));
        assertThat(gate.status().state()).isEqualTo(State.UNBOUND);
        gate.bind(b, provider("b"));
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
    }

    @Test
    void aProviderIsLetGoAfterItsDeliveriesAreAcknowledged() throws Exception {
        gate.use(new BusSettings(false, LONG, Duration.ZERO));
        gate.bind(a, provider("a"));
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);
        CompletionStage<Void> published = a.publish(message("t/1"));
        CountDownLatch gone = new CountDownLatch(1);
        Thread leaving = new Thread(
                () -> {
                    gate.unbind(a);
                    gone.countDown();
                },
                "leaving");
        leaving.start();
        await().atMost(LONG).until(() -> gate.status().bound().isEmpty());

        assertThat(gone.getCount()).isEqualTo(1);
        heard.get(0).acknowledge();

        assertThat(gone.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(published.toCompletableFuture()).isCompleted();
        assertThat(a.status().subscriptions()).isEmpty();
    }

    @Test
    void aProviderWithDeliveriesThatNobodyAcknowledgesIsLetGoAfterTheDrainTime() {
        gate.configure(Map.of("bus.target", "", "drain.timeout.seconds", "0", "telemetry.interval.seconds", "0"));
        gate.bind(a, provider("a"));
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);
        a.publish(message("t/1"));

        gate.unbind(a);

        assertThat(a.status().subscriptions()).isEmpty();
        gate.bind(a, provider("a"));
        assertThat(topics()).containsExactly("t/1", "t/1");
    }

    @Test
    void whatAServiceThatHasClosedItsSubscriptionHoldsHoldsUpNoProvider() {
        gate.use(new BusSettings(false, Duration.ofDays(1), Duration.ZERO));
        gate.bind(a, provider("a"));
        BusSubscription subscription = gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);
        CompletionStage<Void> published = a.publish(message("t/1"));

        subscription.close();
        gate.unbind(a);
        heard.get(0).acknowledge();

        assertThat(published.toCompletableFuture()).isCompleted();
    }

    @Test
    void closedAndCancelledSubscriptionsAreForgottenAndTheirNamesFree() {
        gate.configure(target(""));
        gate.bind(a, provider("a"));
        SubscriptionSpec spec = SubscriptionSpec.durable("s", "t/#");
        BusSubscription first = gate.subscribe(spec, heard::add);
        assertThatThrownBy(() -> gate.subscribe(spec, heard::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("s");

        first.close();
        first.close();
        a.publish(message("t/kept"));
        assertThat(heard).isEmpty();
        BusSubscription second = gate.subscribe(spec, heard::add);
        assertThat(topics()).containsExactly("t/kept");

        second.cancel();
        gate.subscribe(spec, heard::add);
        assertThat(topics()).containsExactly("t/kept");
    }

    @Test
    void aSubscriptionThatIsRefusedIsTriedAgain() {
        gate.configure(target(""));
        AtomicInteger refusals = new AtomicInteger(2);
        gate.bind(
                new MessageBus() {
                    @Override
                    public CompletionStage<Void> publish(BusMessage message) {
                        return a.publish(message);
                    }

                    @Override
                    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
                        if (spec.name().equals("s") && refusals.getAndDecrement() > 0) {
                            throw new BusUnavailableException("not now");
                        }
                        return a.subscribe(spec, listener);
                    }

                    @Override
                    public BusStatus status() {
                        return a.status();
                    }
                },
                provider("a"));

        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);

        await().atMost(LONG).until(() -> a.status().subscriptions().stream()
                .anyMatch(each -> each.name().equals("s")));
    }

    @Test
    void theHigherRankedOfTwoThatMeetTheTargetIsBound() {
        gate.configure(target("(bus.provider=*)"));
        gate.bind(a, provider("a"));
        gate.bind(b, Map.of("bus.provider", "b", "service.ranking", 5));
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");

        gate.bind(a, Map.of("bus.provider", "a", "service.ranking", 5));
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("b");
        gate.unbind(b);
        assertThat(gate.status().bound().orElseThrow().name()).isEqualTo("a");
    }

    @Test
    void statusShowsTheSubscriptionsAndWhatTheyHaveGot() {
        gate.configure(target(""));
        gate.bind(a, provider("a"));
        gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add);
        a.publish(message("t/1"));

        BusBindingStatus.Subscribed shown = gate.status().subscriptions().stream()
                .filter(each -> each.spec().name().equals("s"))
                .findFirst()
                .orElseThrow();
        assertThat(shown.delivered()).isEqualTo(1);
        assertThat(shown.open()).isEqualTo(1);
        assertThat(gate.status().counts().delivered()).isEqualTo(1);
        assertThat(gate.status().bus().orElseThrow().endpoint()).isEqualTo("memory://a");
    }

    @Test
    void afterTheEndNothingIsSubscribedOrPublished() {
        gate.configure(target(""));
        gate.bind(a, provider("a"));
        gate.close();

        assertThatThrownBy(() -> gate.subscribe(SubscriptionSpec.durable("s", "t/#"), heard::add))
                .isInstanceOf(BusUnavailableException.class);
        assertThat(a.status().subscriptions()).isEmpty();
        assertThatThrownBy(() -> get(gate.request("t", Envelope.json(new byte[0]), LONG)))
                .isInstanceOf(BusUnavailableException.class);
    }

    @Test
    void payloadsAreInBase64WhereThatIsConfigured() {
        gate.configure(Map.of("bus.target", "", "payload.base64", "true", "telemetry.interval.seconds", "0"));
        gate.bind(a, provider("a"));

        gate.publish("t", Envelope.json("{}".getBytes(UTF_8)), Qos.AT_MOST_ONCE);

        assertThat(new String(a.published("t").get(0).payload(), UTF_8)).contains("\"payload\":\"e30=\"");
    }

    private List<String> topics() {
        return heard.stream().map(each -> each.message().topic()).toList();
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
