package io.graft.bus.broker.internal;

import static io.graft.bus.tck.CheckContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.BrokerSettings.Limits;
import io.graft.bus.tck.Heard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is too fast is slowed, and who is too slow loses what is said to be lost, and nothing else. */
class FlowTest {

    private static final int KILOBYTES = 10;
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path directory;

    private Broker broker;
    private final ExecutorService crew = Executors.newCachedThreadPool();
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        crew.shutdownNow();
        broker.close();
    }

    private void open(BrokerSettings settings) {
        broker = TestBroker.open(settings, directory);
    }

    private RawClient connected(String id) throws IOException {
        RawClient client = new RawClient(broker.port());
        clients.add(client);
        client.connect(id, true, 0).read(RawClient.CONNACK);
        return client;
    }

    private static SubscriptionSpec window(int window) {
        return new SubscriptionSpec("slow", List.of("flow/#"), Qos.AT_LEAST_ONCE, true, window, MEGABYTE);
    }

    @Test
    void publishersWaitInTheirSocketsAndNothingIsLostAtAnyQuality() throws Exception {
        open(TestBroker.settings(0));
        Heard heard = Heard.holding();
        broker.subscribe(window(16), heard);
        int each = 3_000;
        AtomicInteger sent = new AtomicInteger();
        for (int publisher = 0; publisher < 4; publisher++) {
            RawClient client = connected("p" + publisher);
            int qos = publisher % 2;
            String topic = "flow/" + publisher;
            crew.execute(() -> publish(client, topic, each, qos, sent));
        }
        await().until(() -> heard.open() == 16);
        // What a megabyte's window, four socket buffers and four reads can't hold was never sent.
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(200)).until(() -> before.getAndSet(sent.get()) == sent.get());
        assertThat(sent.get()).isLessThan(4 * each);
        assertThat(heard.count()).isEqualTo(16);
        assertThat(broker.status().dropped()).isZero();
        crew.execute(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (!heard.acknowledgeOldest()) {
                    Thread.onSpinWait();
                }
            }
        });
        await().until(() -> heard.count() == 4 * each);
        assertThat(heard.mostOpen()).isLessThanOrEqualTo(16);
        assertThat(broker.status().dropped()).isZero();
        for (int publisher = 0; publisher < 4; publisher++) {
            String topic = "flow/" + publisher;
            assertThat(heard.messages().stream()
                            .filter(message -> message.topic().equals(topic))
                            .map(message -> (message.payload()[0] & 0xff) << 8 | (message.payload()[1] & 0xff)))
                    .containsExactlyElementsOf(IntStream.range(0, each).boxed().toList());
        }
    }

    private static void publish(RawClient client, String topic, int count, int qos, AtomicInteger sent) {
        try {
            for (int i = 0; i < count; i++) {
                byte[] payload = new byte[KILOBYTES * 1024];
                payload[0] = (byte) (i >> 8);
                payload[1] = (byte) i;
                client.publish(1 + i, topic, payload, qos, 0);
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSlowClientLosesTheOldestAndTheRestIsCounted() throws Exception {
        open(TestBroker.settings(0, new Limits(100, 26_000_000, 100, Duration.ofHours(1), 50, 64L << 20)));
        RawClient slow = connected("slow");
        slow.subscribe(1, "flood/#", 0);
        slow.read(RawClient.SUBACK);
        byte[] payload = new byte[100 * 1024];
        for (int i = 0; i < 1_000; i++) {
            broker.publish(new BusMessage("flood/a", payload, Qos.AT_MOST_ONCE))
                    .toCompletableFuture()
                    .join();
        }
        broker.publish(new BusMessage("flood/end", new byte[0], Qos.AT_MOST_ONCE))
                .toCompletableFuture()
                .join();
        long dropped = broker.status().dropped();
        assertThat(dropped).isPositive();
        int received = 0;
        while (slow.read(RawClient.PUBLISH).body().length > payload.length) {
            received++;
        }
        assertThat(received + broker.status().dropped()).isEqualTo(1_000);
    }

    @Test
    void aClientThatAcknowledgesNothingIsSentNoMoreThanMayWaitForIt() throws Exception {
        open(TestBroker.settings(0, new Limits(100, 26_000_000, 100, Duration.ofHours(1), 5, 64L << 20)));
        RawClient deaf = connected("deaf");
        deaf.subscribe(1, "flood/#", 1);
        deaf.read(RawClient.SUBACK);
        for (int i = 0; i < 20; i++) {
            broker.publish(new BusMessage("flood/" + i, new byte[1], Qos.AT_LEAST_ONCE))
                    .toCompletableFuture()
                    .join();
        }
        for (int i = 0; i < 5; i++) {
            deaf.read(RawClient.PUBLISH);
        }
        deaf.write(0xc0, new byte[0]);
        deaf.read(RawClient.PINGRESP);
        assertThat(broker.status().dropped()).isEqualTo(20 - 5 - 5);
    }

    @Test
    void theGatewaysOwnPublicationsAreBounded() {
        open(TestBroker.settings(0));
        broker.subscribe(window(1), Heard.holding());
        List<CompletableFuture<Void>> stages = IntStream.range(0, 10_000)
                .mapToObj(i -> broker.publish(new BusMessage("flow/own", new byte[10], Qos.AT_LEAST_ONCE))
                        .toCompletableFuture())
                .toList();
        assertThat(stages.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(10_000 - 4_096)
                .first()
                .satisfies(stage -> assertThat(stage.handle((done, failure) -> failure))
                        .isCompletedWithValueMatching(failure -> failure instanceof BusUnavailableException));
    }

    @Test
    void whatWaitedForASubscriptionThatDoesNotComeBackIsAcknowledgedInTheEnd() throws Exception {
        BrokerSettings settings = TestBroker.settings(0);
        open(new BrokerSettings(
                true, settings.listening(), settings.limits(), Duration.ofMillis(300), Duration.ofMillis(100)));
        BusSubscription subscription = broker.subscribe(window(16), Heard.acknowledging());
        subscription.close();
        RawClient client = connected("p");
        client.publish(1, "flow/a", "waits");
        assertThat(client.read(RawClient.PUBACK).number(0)).isEqualTo(1);
        assertThat(broker.status().subscriptions()).isEmpty();
    }

    @Test
    void aSubscriptionOfBeforeARestartIsWaitedFor() throws Exception {
        open(TestBroker.settings(0));
        broker.subscribe(window(16), Heard.acknowledging());
        broker.close();
        open(TestBroker.settings(0));
        RawClient client = connected("p");
        client.publish(1, "flow/a", "waits");
        Heard heard = Heard.acknowledging();
        broker.subscribe(window(16), heard);
        client.read(RawClient.PUBACK);
        assertThat(heard.texts()).containsExactly("waits");
    }
}
