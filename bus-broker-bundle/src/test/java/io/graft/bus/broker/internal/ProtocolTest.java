package io.graft.bus.broker.internal;

import static io.graft.bus.tck.CheckContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.RawClient.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, byte by byte where a client library would not do it. */
class ProtocolTest {

    @TempDir
    Path directory;

    private Broker broker;
    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void open() {
        broker = TestBroker.open(TestBroker.settings(0), directory);
    }

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        broker.close();
    }

    private RawClient raw() throws IOException {
        RawClient client = new RawClient(broker.port());
        clients.add(client);
        return client;
    }

    private RawClient connected(String id) throws IOException {
        RawClient client = raw().connect(id, true, 0);
        assertThat(client.read(RawClient.CONNACK).body()).containsExactly(0, 0);
        return client;
    }

    private static String content(Packet publish) {
        int topic = publish.number(0);
        int from = 2 + topic + ((publish.flags() & 6) == 0 ? 0 : 2);
        return new String(publish.body(), from, publish.body().length - from, StandardCharsets.UTF_8);
    }

    private static int packetId(Packet publish) {
        return publish.number(2 + publish.number(0));
    }

    @Test
    void acknowledgesInTheOrderOfThePublications() throws Exception {
        List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        broker.subscribe(SubscriptionSpec.durable("all", "a/#"), deliveries::add);
        RawClient client = connected("c");
        for (int i = 1; i <= 5; i++) {
            client.publish(i, "a/b", "x" + i);
        }
        await().until(() -> deliveries.size() == 5);
        for (int i = 4; i >= 0; i--) {
            deliveries.get(i).acknowledge();
        }
        for (int i = 1; i <= 5; i++) {
            assertThat(client.read(RawClient.PUBACK).number(0)).isEqualTo(i);
        }
    }

    @Test
    void publishesExactlyOnceAreRoutedOnce() throws Exception {
        List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        broker.subscribe(SubscriptionSpec.durable("all", "a/#"), delivery -> {
            deliveries.add(delivery);
            delivery.acknowledge();
        });
        RawClient client = connected("c");
        byte[] content = {1};
        client.publish(7, "a/b", content, 2, 0);
        assertThat(client.read(RawClient.PUBREC).number(0)).isEqualTo(7);
        client.publish(7, "a/b", content, 2, 8);
        assertThat(client.read(RawClient.PUBREC).number(0)).isEqualTo(7);
        client.write(0x62, new byte[] {0, 7});
        assertThat(client.read(RawClient.PUBCOMP).number(0)).isEqualTo(7);
        assertThat(deliveries).hasSize(1);
        client.publish(7, "a/b", content, 2, 0);
        assertThat(client.read(RawClient.PUBREC).number(0)).isEqualTo(7);
        assertThat(deliveries).hasSize(2);
    }

    @Test
    void grantsExactlyOnceAsAtLeastOnceAndRefusesWhatIsNoFilter() throws Exception {
        RawClient client = connected("c");
        client.write(0x82, RawClient.body(body -> {
            body.writeShort(3);
            for (String filter : List.of("a/+", "a/#/b", "$share/g/a", "b")) {
                RawClient.text(body, filter);
                body.writeByte(2);
            }
        }));
        assertThat(client.read(RawClient.SUBACK).body()).containsExactly(0, 3, 1, 0x80, 0x80, 1);
    }

    @Test
    void keepsTheLastRetainedMessageUntilAnEmptyOne() throws Exception {
        RawClient publisher = connected("p");
        publisher.publish(1, "r/a", "old".getBytes(StandardCharsets.UTF_8), 1, 1);
        publisher.publish(2, "r/a", "new".getBytes(StandardCharsets.UTF_8), 1, 1);
        publisher.publish(3, "r/b", "gone".getBytes(StandardCharsets.UTF_8), 1, 1);
        publisher.publish(4, "r/b", new byte[0], 1, 1);
        for (int i = 0; i < 4; i++) {
            publisher.read(RawClient.PUBACK);
        }
        RawClient subscriber = connected("s");
        subscriber.subscribe(1, "r/#", 1);
        subscriber.read(RawClient.SUBACK);
        Packet retained = subscriber.read(RawClient.PUBLISH);
        assertThat(content(retained)).isEqualTo("new");
        assertThat(retained.flags() & 1).isEqualTo(1);
        publisher.publish(5, "r/c", "live");
        Packet live = subscriber.read(RawClient.PUBLISH);
        assertThat(content(live)).isEqualTo("live");
        assertThat(live.flags() & 1).isZero();
    }

    @Test
    void keepsASessionAndWhatWaitsForIt() throws Exception {
        RawClient first = raw().connect("s", false, 0);
        assertThat(first.read(RawClient.CONNACK).body()).containsExactly(0, 0);
        first.subscribe(1, "q/#", 1);
        first.read(RawClient.SUBACK);
        broker.publish(message("q/a", "unacknowledged")).toCompletableFuture().join();
        int id = packetId(first.read(RawClient.PUBLISH));
        first.close();
        await().until(() -> broker.status().clients() == 0);
        broker.publish(message("q/a", "while away")).toCompletableFuture().join();

        RawClient again = raw().connect("s", false, 0);
        assertThat(again.read(RawClient.CONNACK).body()).containsExactly(1, 0);
        Packet repeated = again.read(RawClient.PUBLISH);
        assertThat(content(repeated)).isEqualTo("unacknowledged");
        assertThat(packetId(repeated)).isEqualTo(id);
        assertThat(repeated.flags() & 8).as("the flag of a repetition").isEqualTo(8);
        assertThat(content(again.read(RawClient.PUBLISH))).isEqualTo("while away");

        RawClient clean = raw().connect("s", true, 0);
        assertThat(clean.read(RawClient.CONNACK).body()).containsExactly(0, 0);
        assertThat(again.read())
                .as("the end of the connection that was taken over")
                .isNull();
    }

    @Test
    void publishesAWillWhenAConnectionBreaksAndOnlyThen() throws Exception {
        RawClient watcher = connected("w");
        watcher.subscribe(1, "will/#", 0);
        watcher.read(RawClient.SUBACK);
        RawClient orderly = raw().connectWithWill("o", "will/o", "orderly");
        orderly.read(RawClient.CONNACK);
        orderly.write(0xe0, new byte[0]);
        assertThat(orderly.read()).isNull();
        RawClient broken = raw().connectWithWill("b", "will/b", "broken");
        broken.read(RawClient.CONNACK);
        broken.close();
        assertThat(content(watcher.read(RawClient.PUBLISH))).isEqualTo("broken");
    }

    @Test
    void endsAConnectionThatIsSilentForLongerThanItSaid() throws Exception {
        RawClient client = raw().connect("k", true, 1);
        client.read(RawClient.CONNACK);
        assertThat(client.read()).isNull();
    }

    @Test
    void leavesAConnectionThatItDoesNotReadFromAlone() throws Exception {
        List<Delivery> deliveries = new CopyOnWriteArrayList<>();
        broker.subscribe(new SubscriptionSpec("one", List.of("a"), Qos.AT_LEAST_ONCE, true, 1, 1_000), delivery -> {
            deliveries.add(delivery);
            if (deliveries.size() > 1) {
                delivery.acknowledge();
            }
        });
        RawClient stopped = raw().connect("stopped", true, 3);
        stopped.read(RawClient.CONNACK);
        stopped.publish(1, "a", "1");
        stopped.publish(2, "a", "2");
        await().until(() -> deliveries.size() == 1);
        RawClient silent = raw().connect("silent", true, 4);
        silent.read(RawClient.CONNACK);
        assertThat(silent.read())
                .as("the end of a connection that is read from")
                .isNull();
        assertThat(stopped.read(RawClient.PINGRESP).body())
                .as("what keeps a client from taking the broker for dead")
                .isEmpty();
        deliveries.get(0).acknowledge();
        assertThat(stopped.readBeyond(RawClient.PINGRESP, RawClient.PUBACK).number(0))
                .isEqualTo(1);
        assertThat(stopped.readBeyond(RawClient.PINGRESP, RawClient.PUBACK).number(0))
                .isEqualTo(2);
    }

    @Test
    void answersTheEndOfASubscriptionAsTheVersionHasIt() throws Exception {
        byte[] filter = RawClient.body(body -> {
            body.writeShort(9);
            RawClient.text(body, "a/#");
        });
        RawClient old = connected("old");
        old.subscribe(1, "a/#", 1);
        old.read(RawClient.SUBACK);
        old.write(0xa2, filter);
        assertThat(old.read(RawClient.UNSUBACK).body()).containsExactly(0, 9);
        RawClient young = raw().connect5("young");
        young.read(RawClient.CONNACK);
        young.write(0xa2, RawClient.body(body -> {
            body.writeShort(9);
            body.writeByte(0);
            RawClient.text(body, "a/#");
        }));
        assertThat(young.read(RawClient.UNSUBACK).body()).containsExactly(0, 9, 0, 0x11);
    }

    @Test
    void saysWhyToClientsThatUnderstand() throws Exception {
        RawClient client = raw().connect5("v5");
        Packet accepted = client.read(RawClient.CONNACK);
        assertThat(accepted.body()[1]).isZero();
        client.publish(1, "a/+/b", "wildcards are not for publishing");
        Packet ended = client.read(RawClient.DISCONNECT);
        assertThat(ended.body()[0] & 0xff).isIn(0x81, 0x90);
        assertThat(client.read()).isNull();

        RawClient last = raw().connect5("last");
        last.read(RawClient.CONNACK);
        broker.close();
        assertThat(last.read(RawClient.DISCONNECT).body()[0] & 0xff)
                .as("the server is shutting down")
                .isEqualTo(0x8b);
    }

    @Test
    void refusesOtherVersionsAndSecondConnects() throws Exception {
        RawClient old = raw();
        old.write(0x10, RawClient.body(body -> {
            RawClient.text(body, "MQTT");
            body.write(new byte[] {9, 2, 0, 0});
            RawClient.text(body, "c");
        }));
        assertThat(old.read(RawClient.CONNACK).body()[1]).isEqualTo((byte) 1);
        assertThat(old.read()).isNull();
        RawClient twice = connected("twice");
        twice.connect("twice", true, 0);
        assertThat(twice.read()).isNull();
    }

    @Test
    void endsTheConnectionOfAPacketThatIsTooLarge() throws Exception {
        RawClient client = raw().connect5("large");
        client.read(RawClient.CONNACK);
        client.writeRaw(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
        assertThat(client.read(RawClient.DISCONNECT).body()[0] & 0xff).isEqualTo(0x95);
        assertThat(client.read()).isNull();
    }

    private static BusMessage message(String topic, String content) {
        return new BusMessage(topic, content.getBytes(StandardCharsets.UTF_8), Qos.AT_LEAST_ONCE);
    }
}
