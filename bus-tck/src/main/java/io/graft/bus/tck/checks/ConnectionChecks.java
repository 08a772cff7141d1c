package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.OpenBus;
import io.graft.bus.tck.Outage;
import io.graft.bus.tck.Peer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What the bus says of itself, and what it does when its broker goes and comes. */
public final class ConnectionChecks {

    private ConnectionChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check("status.figures", "the status has what was done", ConnectionChecks::figures),
                new Check(
                        "connection.fails-fast",
                        "without a connection publishing fails at once, and the status says why",
                        ConnectionChecks::failsFast),
                new Check(
                        "connection.absent-at-start",
                        "a bus opened without a broker connects when there is one",
                        ConnectionChecks::absentAtStart),
                new Check(
                        "connection.subscriptions-again",
                        "subscriptions are made again on a new connection, also those asked for without one",
                        ConnectionChecks::subscriptionsAgain),
                new Check(
                        "connection.unacknowledged",
                        "what was not acknowledged when the connection ended comes again",
                        ConnectionChecks::unacknowledged));
    }

    private static void figures(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        long published = bus.status().published();
        long received = bus.status().received();
        Heard heard = Heard.holding();
        SubscriptionSpec spec = SubscriptionSpec.durable(context.own("name"), context.own("a"), context.own("b/#"));
        context.subscribe(bus, spec, heard);
        CompletionStage<Void> stage = bus.publish(message(context.own("a"), "x", Qos.AT_LEAST_ONCE));
        await(() -> assertThat(heard.open()).isEqualTo(1));
        await(() -> assertThat(bus.status().subscriptions())
                .filteredOn(each -> each.name().equals(spec.name()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.filters()).isEqualTo(spec.filters());
                    assertThat(each.qos()).isEqualTo(Qos.AT_LEAST_ONCE);
                    assertThat(each.durable()).isTrue();
                    assertThat(each.delivered()).isEqualTo(1);
                    assertThat(each.open()).isEqualTo(1);
                }));
        heard.acknowledgeOldest();
        done(stage);
        await(() -> assertThat(bus.status().published()).isEqualTo(published + 1));
        await(() -> assertThat(bus.status().received()).isEqualTo(received + 1));
        await(() -> assertThat(bus.status().subscriptions())
                .filteredOn(each -> each.name().equals(spec.name()))
                .singleElement()
                .satisfies(each -> assertThat(each.open()).isZero()));
        assertThat(bus.status().endpoint()).isNotBlank().doesNotContain("@");
        assertThat(bus.status().detail()).isNotBlank().doesNotContain("\n");
    }

    private static void failsFast(CheckContext context) throws Exception {
        Outage outage = context.outage();
        MessageBus bus = context.bus();
        outage.begin();
        await().until(() -> !bus.status().connected());
        for (Qos qos : Qos.values()) {
            assertUnavailable(bus, message(context.own("m"), "x", qos));
        }
        assertThat(bus.status().detail()).isNotBlank();
        outage.end();
        await().until(() -> bus.status().connected());
        done(bus.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
    }

    static void assertUnavailable(MessageBus bus, io.graft.api.bus.BusMessage message) {
        assertThatThrownBy(() -> bus.publish(message).toCompletableFuture().get(2, TimeUnit.SECONDS))
                .as("publishing %s", message)
                .hasCauseInstanceOf(BusUnavailableException.class);
    }

    private static void absentAtStart(CheckContext context) throws Exception {
        Outage outage = context.outage();
        outage.begin();
        OpenBus open = context.closing(context.tested().open());
        assertUnavailable(open.bus(), message(context.own("m"), "x", Qos.AT_LEAST_ONCE));
        assertThat(open.bus().status().connected()).isFalse();
        Heard heard = Heard.acknowledging();
        context.subscribe(open.bus(), SubscriptionSpec.durable(context.own("name"), context.own("#")), heard);
        outage.end();
        await().until(() -> open.bus().status().connected());
        await(() -> {
            done(open.bus().publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
            assertThat(heard.texts()).contains("x");
        });
    }

    private static void subscriptionsAgain(CheckContext context) throws Exception {
        Outage outage = context.outage();
        MessageBus bus = context.bus();
        Heard before = Heard.acknowledging();
        Heard meanwhile = Heard.acknowledging();
        context.subscribe(
                bus, SubscriptionSpec.transientOne(context.own("1"), Qos.AT_LEAST_ONCE, context.own("#")), before);
        outage.begin();
        await().until(() -> !bus.status().connected());
        context.subscribe(bus, SubscriptionSpec.durable(context.own("2"), context.own("#")), meanwhile);
        outage.end();
        await().until(() -> bus.status().connected());
        Peer peer = context.peer();
        await(() -> {
            done(peer.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
            assertThat(before.texts()).contains("x");
            assertThat(meanwhile.texts()).contains("x");
        });
    }

    private static void unacknowledged(CheckContext context) throws Exception {
        Outage outage = context.outage();
        MessageBus bus = context.bus();
        Heard heard = Heard.holding();
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), context.own("#")), heard);
        done(bus.publish(message(context.own("m"), "x", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactly("x"));
        outage.begin();
        await().until(() -> !bus.status().connected());
        heard.acknowledgeOldest();
        outage.end();
        await(() -> assertThat(heard.texts()).containsExactly("x", "x"));
        assertThat(heard.acknowledgeOldest()).isTrue();
        done(bus.publish(message(context.own("m"), "end", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactly("x", "x", "end"));
    }
}
