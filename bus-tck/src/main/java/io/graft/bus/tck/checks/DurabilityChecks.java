package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.OpenBus;
import io.graft.bus.tck.Peer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** What is not acknowledged comes again, to the subscription of the same name. */
public final class DurabilityChecks {

    private static final int MESSAGES = 10;

    private DurabilityChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check(
                        "durable.while-closed",
                        "what is published at least once while a durable subscription is closed comes when it is back",
                        DurabilityChecks::whileClosed),
                new Check(
                        "durable.unacknowledged",
                        "what was not acknowledged when a durable subscription was closed comes again, what was does not",
                        DurabilityChecks::unacknowledged),
                new Check(
                        "durable.bus-reopened",
                        "what was not acknowledged when the bus was closed comes again",
                        DurabilityChecks::busReopened),
                new Check("durable.cancel", "a cancelled subscription is forgotten", DurabilityChecks::cancel),
                new Check(
                        "transient.nothing-kept",
                        "nothing is kept for a subscription that is not durable",
                        DurabilityChecks::transientOne),
                new Check(
                        "subscription.name",
                        "a name is one open subscription's, and free when that is closed",
                        DurabilityChecks::name),
                new Check("subscription.close-twice", "closing again has no effect", DurabilityChecks::closeTwice));
    }

    private static SubscriptionSpec spec(CheckContext context) {
        return SubscriptionSpec.durable(context.own("name"), context.own("#"));
    }

    private static List<CompletionStage<Void>> publish(CheckContext context, Peer peer) {
        return IntStream.range(0, MESSAGES)
                .mapToObj(i -> peer.publish(message(context.own("m"), i, Qos.AT_LEAST_ONCE)))
                .toList();
    }

    private static List<String> texts(int from) {
        return IntStream.range(from, MESSAGES).mapToObj(String::valueOf).toList();
    }

    private static void whileClosed(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        context.subscribe(bus, spec(context), Heard.acknowledging()).close();
        List<CompletionStage<Void>> published = publish(context, peer);
        CompletionStage<Void> own = bus.publish(message(context.own("own"), "own", Qos.AT_LEAST_ONCE));
        Heard heard = Heard.acknowledging();
        context.subscribe(bus, spec(context), heard);
        await(() -> assertThat(heard.texts()).containsAll(texts(0)).contains("own"));
        published.forEach(CheckContext::done);
        done(own);
    }

    private static void unacknowledged(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        Heard first = Heard.holding();
        BusSubscription subscription = context.subscribe(bus, spec(context), first);
        List<CompletionStage<Void>> published = publish(context, peer);
        await(() -> assertThat(first.texts()).isEqualTo(texts(0)));
        int acknowledged = MESSAGES / 2;
        for (int i = 0; i < acknowledged; i++) {
            first.acknowledgeOldest();
        }
        subscription.close();
        Heard again = Heard.acknowledging();
        context.subscribe(bus, spec(context), again);
        await(() -> assertThat(again.texts()).containsAll(texts(acknowledged)));
        published.forEach(CheckContext::done);
        assertThat(again.texts()).isEqualTo(texts(acknowledged));
    }

    private static void busReopened(CheckContext context) throws Exception {
        List<CompletionStage<Void>> published;
        try (OpenBus open = context.open()) {
            Peer peer = context.peer();
            Heard first = Heard.holding();
            open.bus().subscribe(spec(context), first);
            published = publish(context, peer);
            await(() -> assertThat(first.texts()).isEqualTo(texts(0)));
        }
        Heard again = Heard.acknowledging();
        context.subscribe(context.bus(), spec(context), again);
        await(() -> assertThat(again.texts()).containsAll(texts(0)));
        published.forEach(CheckContext::done);
    }

    private static void cancel(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        Heard first = Heard.holding();
        BusSubscription subscription = context.subscribe(bus, spec(context), first);
        CompletionStage<Void> open = peer.publish(message(context.own("m"), "open", Qos.AT_LEAST_ONCE));
        await(() -> assertThat(first.texts()).containsExactly("open"));
        subscription.cancel();
        done(open);
        done(peer.publish(message(context.own("m"), "forgotten", Qos.AT_LEAST_ONCE)));
        Heard again = Heard.acknowledging();
        context.subscribe(bus, spec(context), again);
        expectOnlyEnd(context, peer, again);
    }

    /** Publishes until it is heard, since a subscription may take its time to be made at the broker. */
    private static void expectOnlyEnd(CheckContext context, Peer peer, Heard heard) {
        await(() -> {
            done(peer.publish(message(context.own("m"), "end", Qos.AT_LEAST_ONCE)));
            assertThat(heard.texts()).contains("end");
        });
        assertThat(heard.texts()).containsOnly("end");
    }

    private static void transientOne(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        SubscriptionSpec spec = SubscriptionSpec.transientOne(context.own("name"), Qos.AT_LEAST_ONCE, context.own("#"));
        Heard first = Heard.holding();
        BusSubscription subscription = context.subscribe(bus, spec, first);
        CompletionStage<Void> open = peer.publish(message(context.own("m"), "open", Qos.AT_LEAST_ONCE));
        await(() -> assertThat(first.texts()).containsExactly("open"));
        subscription.close();
        done(open);
        done(peer.publish(message(context.own("m"), "while closed", Qos.AT_LEAST_ONCE)));
        Heard again = Heard.acknowledging();
        context.subscribe(bus, spec, again);
        expectOnlyEnd(context, peer, again);
    }

    private static void name(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        BusSubscription first = context.subscribe(bus, spec(context), Heard.acknowledging());
        assertThatThrownBy(() -> bus.subscribe(spec(context), Heard.acknowledging()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(context.own("name"));
        first.close();
        Heard second = Heard.acknowledging();
        context.subscribe(bus, spec(context), second);
        done(bus.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(second.texts()).containsExactly("x"));
    }

    private static void closeTwice(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        BusSubscription first = context.subscribe(bus, spec(context), Heard.acknowledging());
        first.close();
        Heard second = Heard.acknowledging();
        context.subscribe(bus, spec(context), second);
        first.close();
        first.cancel();
        done(bus.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(second.texts()).containsExactly("x"));
    }
}
