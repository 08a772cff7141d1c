package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.OpenBus;
import io.graft.bus.tck.Peer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** A closed bus does nothing more, says so, and leaves nothing behind. */
public final class CloseChecks {

    private static final int PUBLISHERS = 4;
    private static final int ROUNDS = 3;
    private static final int BUSY = 200;

    private CloseChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check(
                        "close.later-calls", "what comes after the close fails as it should", CloseChecks::laterCalls),
                new Check("close.twice", "closing again has no effect", CloseChecks::twice),
                new Check(
                        "close.while-busy",
                        "a close while busy ends every publication in a defined way, and leaves no thread",
                        CloseChecks::whileBusy));
    }

    private static void laterCalls(CheckContext context) throws Exception {
        OpenBus open = context.open();
        MessageBus bus = open.bus();
        Heard heard = Heard.holding();
        BusSubscription subscription = bus.subscribe(
                SubscriptionSpec.transientOne(context.own("name"), Qos.AT_LEAST_ONCE, context.own("#")), heard);
        Peer peer = context.peer();
        var unused = peer.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE));
        await(() -> assertThat(heard.count()).isEqualTo(1));
        Delivery delivery = heard.deliveries().get(0);
        open.close();
        for (Qos qos : Qos.values()) {
            ConnectionChecks.assertUnavailable(bus, message(context.own("m"), "y", qos));
        }
        assertThatThrownBy(() -> bus.subscribe(
                        SubscriptionSpec.durable(context.own("later"), context.own("#")), Heard.acknowledging()))
                .isInstanceOf(BusUnavailableException.class);
        delivery.acknowledge();
        subscription.close();
        subscription.cancel();
        assertThat(bus.status().connected()).isFalse();
        assertThat(heard.count()).isEqualTo(1);
    }

    private static void twice(CheckContext context) throws Exception {
        OpenBus open = context.open();
        open.close();
        open.close();
        assertThat(context.bus().status().connected()).isTrue();
    }

    private static void whileBusy(CheckContext context) throws Exception {
        ExecutorService crew = Executors.newFixedThreadPool(PUBLISHERS);
        context.closing(crew::shutdownNow);
        for (int round = 0; round < ROUNDS; round++) {
            Queue<CompletableFuture<Void>> stages = new ConcurrentLinkedQueue<>();
            AtomicBoolean ended = new AtomicBoolean();
            List<? extends Future<?>> publishers;
            try (OpenBus open = context.open()) {
                MessageBus bus = open.bus();
                Heard heard = Heard.acknowledging();
                bus.subscribe(
                        SubscriptionSpec.transientOne(context.own("n" + round), Qos.AT_LEAST_ONCE, context.own("#")),
                        heard);
                publishers = IntStream.range(0, PUBLISHERS)
                        .mapToObj(i -> crew.submit(() -> {
                            while (!ended.get()) {
                                var stage = bus.publish(message(context.own("m" + i), i, Qos.AT_LEAST_ONCE))
                                        .toCompletableFuture();
                                stages.add(stage);
                                outcome(stage);
                            }
                        }))
                        .toList();
                await().until(() -> heard.count() > BUSY);
            }
            ended.set(true);
            for (Future<?> publisher : publishers) {
                publisher.get(CheckContext.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            stages.forEach(CloseChecks::outcome);
        }
        String prefix = context.tested().threads();
        await(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith(prefix)));
    }

    /** A stage ends, well or with an exception of the bus. */
    private static void outcome(CompletableFuture<Void> stage) {
        try {
            stage.get(CheckContext.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(BusException.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("a publication has neither completed nor failed", e);
        }
    }
}
