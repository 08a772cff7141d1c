package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.Peer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** What an acknowledgement does, whoever gives it and how often. */
public final class AcknowledgementChecks {

    private static final int MESSAGES = 40;

    private AcknowledgementChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check(
                        "acknowledge.any-thread",
                        "acknowledgements may come from any thread, in any order",
                        AcknowledgementChecks::anyThread),
                new Check(
                        "acknowledge.twice",
                        "a second acknowledgement of the same delivery has no effect",
                        AcknowledgementChecks::twice),
                new Check(
                        "acknowledge.throwing-listener",
                        "a delivery whose listener throws stays open, and deliveries go on",
                        AcknowledgementChecks::throwing),
                new Check(
                        "acknowledge.after-close",
                        "what was delivered can be acknowledged after the subscription was closed",
                        AcknowledgementChecks::afterClose));
    }

    private static SubscriptionSpec spec(CheckContext context, int window) {
        return new SubscriptionSpec(
                context.own("name"), List.of(context.own("#")), Qos.AT_LEAST_ONCE, true, window, 1 << 20);
    }

    private static void anyThread(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        ExecutorService crew = Executors.newFixedThreadPool(4);
        context.closing(crew::shutdownNow);
        Heard heard = Heard.acknowledging();
        context.subscribe(bus, spec(context, 4), delivery -> crew.execute(() -> heard.deliver(delivery)));
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.range(0, MESSAGES)
                .mapToObj(i -> peer.publish(message(context.own("m"), i, Qos.AT_LEAST_ONCE)))
                .toList();
        published.forEach(CheckContext::done);
        await(() -> assertThat(heard.texts())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList()));
    }

    private static void twice(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        context.subscribe(bus, spec(context, 2), heard);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.range(0, MESSAGES)
                .mapToObj(i -> peer.publish(message(context.own("m"), i, Qos.AT_LEAST_ONCE)))
                .toList();
        for (int i = 0; i < MESSAGES; i++) {
            await().until(heard::acknowledgeOldest);
            heard.deliveries().get(i).acknowledge();
        }
        published.forEach(CheckContext::done);
        assertThat(heard.mostOpen()).as("open at most").isEqualTo(2);
        assertThat(heard.count()).isEqualTo(MESSAGES);
    }

    private static void throwing(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        BusListener throwing = delivery -> {
            heard.deliver(delivery);
            throw new IllegalStateException("as a listener must not");
        };
        BusSubscription subscription = context.subscribe(bus, spec(context, MESSAGES), throwing);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = List.of(
                peer.publish(message(context.own("m"), "first", Qos.AT_LEAST_ONCE)),
                peer.publish(message(context.own("m"), "second", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactly("first", "second"));
        assertThat(heard.acknowledgeOldest()).isTrue();
        subscription.close();
        Heard again = Heard.acknowledging();
        context.subscribe(bus, spec(context, MESSAGES), again);
        await(() -> assertThat(again.texts()).contains("second"));
        published.forEach(CheckContext::done);
    }

    private static void afterClose(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        CompletableFuture<Delivery> delivered = new CompletableFuture<>();
        BusSubscription subscription = context.subscribe(bus, spec(context, 2), delivered::complete);
        Peer peer = context.peer();
        CompletionStage<Void> published = peer.publish(message(context.own("m"), "late", Qos.AT_LEAST_ONCE));
        Delivery delivery = delivered
                .orTimeout(CheckContext.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
        subscription.close();
        delivery.acknowledge();
        done(published);
        Heard again = Heard.acknowledging();
        context.subscribe(bus, spec(context, 2), again);
        done(bus.publish(message(context.own("m"), "end", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(again.texts()).contains("end"));
        assertThat(again.texts()).containsExactly("end");
    }
}
