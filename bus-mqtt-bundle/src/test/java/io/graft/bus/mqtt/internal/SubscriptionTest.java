package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final DefaultEventExecutor loop = new DefaultEventExecutor();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final FakeLink link = new FakeLink();

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void fullWindowPausesTheConnectionAndRoomResumesIt() throws Exception {
        Subscription subscription = subscription(2);
        for (int i = 0; i < 4; i++) {
            receive(subscription, "t");
        }
        assertThat(deliveries).hasSize(2);
        assertThat(link.paused).isTrue();
        deliveries.get(0).acknowledge();
        deliveries.get(1).acknowledge();
        settle();
        assertThat(deliveries).hasSize(4);
        assertThat(link.paused).isTrue();
        deliveries.get(2).acknowledge();
        settle();
        assertThat(link.paused).isFalse();
        assertThat(acknowledged).hasValue(3);
    }

    @Test
    void messageThatDoesNotFitYetWaitsWithoutBusyingTheLoop() throws Exception {
        Subscription subscription = new Subscription(
                new SubscriptionSpec("name", List.of("t"), Qos.AT_LEAST_ONCE, true, 10, 100),
                deliveries::add,
                loop,
                new Troubles("tcp://broker"));
        receive(subscription, "t", 40);
        receive(subscription, "t", 70);
        settle();
        assertThat(deliveries).hasSize(1);
        assertThat(loop.submit(loop::pendingTasks).get()).isZero();
        deliveries.get(0).acknowledge();
        settle();
        assertThat(deliveries).hasSize(2);
        assertThat(link.paused).isFalse();
    }

    @Test
    void closedSubscriptionReadsNoMoreAndAcknowledgesNothingByItself() throws Exception {
        Subscription subscription = subscription(2);
        receive(subscription, "t");
        AtomicInteger drained = new AtomicInteger();
        subscription.close(drained::incrementAndGet);
        receive(subscription, "t");
        assertThat(link.paused).isTrue();
        assertThat(deliveries).hasSize(1);
        assertThat(acknowledged).hasValue(0);
        assertThat(drained).hasValue(0);
        deliveries.get(0).acknowledge();
        assertThat(acknowledged).hasValue(1);
        assertThat(drained).hasValue(1);
    }

    @Test
    void answerOfTheBrokerBehindAFullWindowIsNotWaitedFor() throws Exception {
        Subscription subscription = subscription(1);
        CompletableFuture<Void> prepared = subscription.prepare(link);
        assertThat(prepared).isNotDone();
        receive(subscription, "t");
        assertThat(prepared).isCompleted();
    }

    @Test
    void messageThatNoFilterMatchesIsAcknowledgedAndCounted() throws Exception {
        Subscription subscription = subscription(1);
        receive(subscription, "other");
        assertThat(deliveries).isEmpty();
        assertThat(acknowledged).hasValue(1);
        assertThat(subscription.strays()).isEqualTo(1);
    }

    @Test
    void listenerThatFailsLeavesTheMessageOpenAndTheNextOneComes() throws Exception {
        Subscription subscription = new Subscription(
                SubscriptionSpec.durable("name", "t"),
                delivery -> {
                    deliveries.add(delivery);
                    throw new NoClassDefFoundError("as when a bundle is refreshed");
                },
                loop,
                new Troubles("tcp://broker"));
        receive(subscription, "t");
        receive(subscription, "t");
        assertThat(deliveries).hasSize(2);
        assertThat(subscription.status().open()).isEqualTo(2);
    }

    private Subscription subscription(int window) {
        return new Subscription(
                new SubscriptionSpec("name", List.of("t"), Qos.AT_LEAST_ONCE, true, window, 1 << 20),
                deliveries::add,
                loop,
                new Troubles("tcp://broker"));
    }

    private void receive(Subscription subscription, String topic) throws Exception {
        receive(subscription, topic, 1);
    }

    private void receive(Subscription subscription, String topic, int bytes) throws Exception {
        BusMessage message = new BusMessage(topic, new byte[bytes], Qos.AT_LEAST_ONCE);
        loop.submit(() -> subscription.received(link, new Link.Incoming(message, acknowledged::incrementAndGet)))
                .get();
    }

    /** Lets the loop do what it was given. */
    private void settle() throws Exception {
        loop.submit(() -> {}).get();
        loop.submit(() -> {}).get();
    }

    /** A connection whose broker never answers. */
    private static final class FakeLink implements Link {

        private volatile boolean paused;

        @Override
        public CompletableFuture<Void> connect() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> subscribe(List<String> filters, Qos qos) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> publish(BusMessage message) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> disconnect() {
            return new CompletableFuture<>();
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public void cut() {}
    }
}
