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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A subscription has never more open than its window. */
public final class WindowChecks {

    private static final int WINDOW = 8;
    private static final int MESSAGES = 50;
    private static final int KILOBYTE = 1024;

    private WindowChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check(
                        "window.messages", "never more messages are open than the window says", WindowChecks::messages),
                new Check("window.bytes", "never more bytes are open than the window says", WindowChecks::bytes),
                new Check("window.single", "a message beyond the window comes, alone", WindowChecks::single),
                new Check("window.at-most-once", "messages at most once take part", WindowChecks::atMostOnce));
    }

    private static SubscriptionSpec spec(CheckContext context, Qos qos, int window, long bytes) {
        return new SubscriptionSpec(
                context.own("name"), List.of(context.own("#")), qos, qos == Qos.AT_LEAST_ONCE, window, bytes);
    }

    private static void messages(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        SubscriptionSpec spec = spec(context, Qos.AT_LEAST_ONCE, WINDOW, 1 << 20);
        context.subscribe(bus, spec, heard);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.range(0, MESSAGES)
                .mapToObj(i -> peer.publish(message(context.own("m"), i, Qos.AT_LEAST_ONCE)))
                .toList();
        await(() -> assertThat(heard.open()).isEqualTo(WINDOW));
        await(() -> assertThat(bus.status().subscriptions())
                .filteredOn(each -> each.name().equals(spec.name()))
                .singleElement()
                .satisfies(each -> assertThat(each.open()).isEqualTo(WINDOW)));
        acknowledgeAll(heard, MESSAGES);
        published.forEach(CheckContext::done);
        assertThat(heard.mostOpen()).as("open at most").isEqualTo(WINDOW);
        assertThat(heard.texts())
                .isEqualTo(
                        IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList());
    }

    private static void acknowledgeAll(Heard heard, int count) {
        for (int i = 0; i < count; i++) {
            await().until(heard::acknowledgeOldest);
        }
    }

    private static void bytes(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        context.subscribe(bus, spec(context, Qos.AT_LEAST_ONCE, MESSAGES, 64L * KILOBYTE), heard);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.range(0, MESSAGES)
                .mapToObj(
                        i -> peer.publish(new BusMessage(context.own("m"), new byte[10 * KILOBYTE], Qos.AT_LEAST_ONCE)))
                .toList();
        await(() -> assertThat(heard.open()).isEqualTo(6));
        acknowledgeAll(heard, MESSAGES);
        published.forEach(CheckContext::done);
        assertThat(heard.mostOpenBytes()).as("bytes open at most").isLessThanOrEqualTo(64L * KILOBYTE);
    }

    private static void single(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        context.subscribe(bus, spec(context, Qos.AT_LEAST_ONCE, WINDOW, 10L * KILOBYTE), heard);
        Peer peer = context.peer();
        List<CompletionStage<Void>> published = IntStream.of(1, 100, 1, 100, 100)
                .mapToObj(size ->
                        peer.publish(new BusMessage(context.own("m"), new byte[size * KILOBYTE], Qos.AT_LEAST_ONCE)))
                .toList();
        acknowledgeAll(heard, published.size());
        published.forEach(CheckContext::done);
        assertThat(heard.messages())
                .extracting(each -> each.payload().length / KILOBYTE)
                .containsExactly(1, 100, 1, 100, 100);
        assertThat(heard.mostOpenBytes()).as("bytes open at most").isEqualTo(100L * KILOBYTE);
    }

    private static void atMostOnce(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        SubscriptionSpec spec = spec(context, Qos.AT_MOST_ONCE, 2, 1 << 20);
        context.subscribe(bus, spec, heard);
        Peer peer = context.peer();
        long before = bus.status().dropped();
        for (int i = 0; i < WINDOW; i++) {
            done(peer.publish(message(context.own("m"), i, Qos.AT_MOST_ONCE)));
        }
        await(() -> assertThat(heard.open()).isEqualTo(2));
        while (heard.count() + bus.status().dropped() - before < WINDOW) {
            await().until(() ->
                    heard.acknowledgeOldest() || heard.count() + bus.status().dropped() - before >= WINDOW);
        }
        assertThat(heard.mostOpen()).as("open at most").isEqualTo(2);
    }
}
