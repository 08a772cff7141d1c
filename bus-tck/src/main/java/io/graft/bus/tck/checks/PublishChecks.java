package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What is published comes, as it was published, in order. */
public final class PublishChecks {

    private static final int LARGE = 25_000_000;
    private static final int ORDERED = 1_000;
    private static final int PUBLISHERS = 8;
    private static final int EACH = 100;

    private PublishChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check("publish.reaches", "what is published comes as it was published", PublishChecks::reaches),
                new Check("publish.qos", "a message has the lesser quality of the two", PublishChecks::quality),
                new Check("publish.payloads", "payloads are bytes, none to 25 MB", PublishChecks::payloads),
                new Check("publish.from-peer", "what others publish comes", PublishChecks::fromPeer),
                new Check("publish.to-peer", "what the gateway publishes comes to others", PublishChecks::toPeer),
                new Check("publish.order", "one publisher's messages come in order", PublishChecks::order),
                new Check(
                        "publish.order-of-peer",
                        "another's messages come in order, at once",
                        PublishChecks::orderOfPeer),
                new Check("publish.concurrent", "any number of threads may publish", PublishChecks::concurrent));
    }

    private static void reaches(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        String topic = context.own("reaches");
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), topic), heard);
        done(bus.publish(message(topic, "once", Qos.AT_LEAST_ONCE)));
        done(bus.publish(message(topic, "again", Qos.AT_MOST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactlyInAnyOrder("once", "again"));
        assertThat(heard.messages()).extracting(BusMessage::topic).containsOnly(topic);
    }

    private static void quality(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        for (Qos subscribed : Qos.values()) {
            for (Qos published : Qos.values()) {
                Heard heard = Heard.acknowledging();
                String topic = context.own(subscribed + "/" + published);
                context.subscribe(bus, SubscriptionSpec.transientOne(topic, subscribed, topic), heard);
                done(bus.publish(message(topic, "x", published)));
                Qos lesser = subscribed.compareTo(published) < 0 ? subscribed : published;
                await(() -> assertThat(heard.messages())
                        .as("published %s, subscribed %s", published, subscribed)
                        .extracting(BusMessage::qos)
                        .containsExactly(lesser));
            }
        }
    }

    private static void payloads(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), context.own("+")), heard);
        byte[] each = new byte[256];
        for (int i = 0; i < each.length; i++) {
            each[i] = (byte) i;
        }
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        List<byte[]> payloads = List.of(new byte[0], each, large);
        for (int i = 0; i < payloads.size(); i++) {
            done(bus.publish(new BusMessage(context.own("p" + i), payloads.get(i), Qos.AT_LEAST_ONCE)));
        }
        await(() -> assertThat(heard.count()).isEqualTo(payloads.size()));
        for (BusMessage message : heard.messages()) {
            int i = message.topic().charAt(message.topic().length() - 1) - '0';
            assertThat(Arrays.equals(message.payload(), payloads.get(i)))
                    .as("payload %s is what was published", i)
                    .isTrue();
        }
    }

    private static void fromPeer(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        String topic = context.own("from-peer");
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), topic), heard);
        Peer peer = context.peer();
        done(peer.publish(message(topic, "at least", Qos.AT_LEAST_ONCE)));
        done(peer.publish(message(topic, "at most", Qos.AT_MOST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactlyInAnyOrder("at least", "at most"));
    }

    private static void toPeer(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        Queue<BusMessage> heard = new ConcurrentLinkedQueue<>();
        String topic = context.own("to-peer");
        peer.subscribe(topic, Qos.AT_LEAST_ONCE, heard::add);
        for (Qos qos : Qos.values()) {
            done(bus.publish(message(topic, qos, qos)));
        }
        await(() -> assertThat(heard)
                .extracting(BusMessage::qos)
                .containsExactlyInAnyOrder(Qos.AT_MOST_ONCE, Qos.AT_LEAST_ONCE));
        assertThat(heard).allSatisfy(message -> assertThat(message.payload())
                .asString()
                .isEqualTo(message.qos().name()));
    }

    private static void order(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        for (Qos qos : Qos.values()) {
            Heard heard = Heard.acknowledging();
            String topic = context.own("order" + qos);
            context.subscribe(bus, SubscriptionSpec.durable(topic, topic), heard);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < ORDERED; i += EACH) {
                List<CompletionStage<Void>> group = new ArrayList<>();
                for (int j = i; j < i + EACH; j++) {
                    expected.add(String.valueOf(j));
                    group.add(bus.publish(message(topic, j, qos)));
                }
                group.forEach(CheckContext::done);
            }
            await(() -> assertThat(heard.count()).isEqualTo(ORDERED));
            assertThat(heard.texts()).as("%s", qos).isEqualTo(expected);
        }
    }

    private static void orderOfPeer(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        String topic = context.own("order");
        context.subscribe(bus, SubscriptionSpec.durable(topic, topic), heard);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.range(0, ORDERED)
                .mapToObj(i -> peer.publish(message(topic, i, Qos.AT_LEAST_ONCE)))
                .toList();
        published.forEach(CheckContext::done);
        await(() -> assertThat(heard.count()).isEqualTo(ORDERED));
        assertThat(heard.texts())
                .isEqualTo(IntStream.range(0, ORDERED).mapToObj(String::valueOf).toList());
    }

    private static void concurrent(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), context.own("#")), heard);
        ExecutorService crew = Executors.newFixedThreadPool(PUBLISHERS);
        context.closing(crew::shutdownNow);
        List<? extends java.util.concurrent.Future<?>> ends = IntStream.range(0, PUBLISHERS)
                .mapToObj(publisher -> crew.submit(() -> {
                    for (int i = 0; i < EACH; i++) {
                        done(bus.publish(message(context.own("p" + publisher), i, Qos.AT_LEAST_ONCE)));
                    }
                }))
                .toList();
        for (var end : ends) {
            end.get();
        }
        await(() -> assertThat(heard.count()).isEqualTo(PUBLISHERS * EACH));
        for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
            String topic = context.own("p" + publisher);
            assertThat(heard.messages().stream()
                            .filter(message -> message.topic().equals(topic))
                            .map(message -> new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, EACH).mapToObj(String::valueOf).toList());
        }
    }
}
