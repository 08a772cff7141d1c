package io.graft.bus.tck.checks;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.bus.Topics;
import io.graft.bus.tck.Check;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.Peer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Topics and filters are those of MQTT. */
public final class TopicChecks {

    private static final List<String> TOPICS =
            List.of("a", "a/b", "a/b/c", "a//c", "a/", "/a", "b/b/c", "a/B", "a/b/c/d", "ab");
    private static final List<String> FILTERS =
            List.of("#", "a", "a/#", "a/+", "+/b/c", "a/+/c", "+/+", "/+", "a/b/#", "+", "a//c", "+/b/#", "a/+/#");

    private TopicChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                new Check("topics.wildcards", "wildcards match as MQTT says", TopicChecks::wildcards),
                new Check("topics.unicode", "levels may be any text", TopicChecks::unicode),
                new Check("topics.dollar", "a leading wildcard matches no $ topics", TopicChecks::dollar),
                new Check(
                        "topics.several-filters",
                        "a message that several filters of a subscription match comes once",
                        TopicChecks::severalFilters),
                new Check(
                        "topics.several-subscriptions",
                        "each subscription that matches has the message",
                        TopicChecks::severalSubscriptions));
    }

    private static void wildcards(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Map<String, Heard> listeners = new LinkedHashMap<>();
        for (String filter : FILTERS) {
            Heard heard = Heard.acknowledging();
            listeners.put(filter, heard);
            context.subscribe(
                    bus,
                    SubscriptionSpec.transientOne(
                            context.own(filter), Qos.AT_LEAST_ONCE, context.own("t/" + filter), context.own("end")),
                    heard);
        }
        for (String topic : TOPICS) {
            done(bus.publish(message(context.own("t/" + topic), topic, Qos.AT_LEAST_ONCE)));
        }
        done(bus.publish(message(context.own("end"), "end", Qos.AT_LEAST_ONCE)));
        listeners.forEach((filter, heard) -> await(() -> {
            List<String> expected = TOPICS.stream()
                    .filter(topic -> Topics.matches("t/" + filter, "t/" + topic))
                    .toList();
            assertThat(heard.texts())
                    .as("what %s matches", filter)
                    .contains("end")
                    .filteredOn(text -> !text.equals("end"))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }));
    }

    private static void unicode(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Peer peer = context.peer();
        Heard heard = Heard.acknowledging();
        context.subscribe(bus, SubscriptionSpec.durable(context.own("name"), context.own("Gerät/+/#")), heard);
        List<String> topics = List.of(
                context.own("Gerät/Öl druck/°C"),
                context.own("Gerät/温度/センサー"),
                context.own("Gerät/🌡️/%2F%25"),
                context.own("Gerät//"),
                context.own("Gerät/a%2Fb"));
        for (String topic : topics) {
            done(bus.publish(message(topic, "bus", Qos.AT_LEAST_ONCE)));
            done(peer.publish(message(topic, "peer", Qos.AT_LEAST_ONCE)));
        }
        await(() -> assertThat(heard.count()).isEqualTo(2 * topics.size()));
        assertThat(heard.messages()).extracting(BusMessage::topic).hasSameElementsAs(topics);
    }

    private static void dollar(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard wild = Heard.acknowledging();
        Heard named = Heard.acknowledging();
        String topic = "$check/" + context.own("dollar");
        String end = context.own("end");
        context.subscribe(
                bus,
                SubscriptionSpec.transientOne(context.own("w"), Qos.AT_LEAST_ONCE, "+/" + context.own("#"), end),
                wild);
        context.subscribe(bus, SubscriptionSpec.transientOne(context.own("n"), Qos.AT_LEAST_ONCE, topic, end), named);
        done(bus.publish(message(topic, "dollar", Qos.AT_LEAST_ONCE)));
        done(bus.publish(message(end, "end", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(named.texts()).containsExactlyInAnyOrder("dollar", "end"));
        await(() -> assertThat(wild.texts()).containsExactly("end"));
    }

    private static void severalFilters(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard heard = Heard.acknowledging();
        String topic = context.own("a/b");
        context.subscribe(
                bus, SubscriptionSpec.durable(context.own("name"), topic, context.own("a/+"), context.own("#")), heard);
        done(bus.publish(message(topic, "x", Qos.AT_LEAST_ONCE)));
        done(bus.publish(message(context.own("end"), "end", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(heard.texts()).contains("end"));
        assertThat(heard.texts()).containsExactlyInAnyOrder("x", "end");
    }

    private static void severalSubscriptions(CheckContext context) throws Exception {
        MessageBus bus = context.bus();
        Heard first = Heard.acknowledging();
        Heard second = Heard.acknowledging();
        String topic = context.own("both");
        context.subscribe(bus, SubscriptionSpec.durable(context.own("1"), topic), first);
        context.subscribe(bus, SubscriptionSpec.transientOne(context.own("2"), Qos.AT_MOST_ONCE, topic), second);
        done(bus.publish(message(topic, "x", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(first.texts()).containsExactly("x"));
        await(() -> assertThat(second.texts()).containsExactly("x"));
    }
}
