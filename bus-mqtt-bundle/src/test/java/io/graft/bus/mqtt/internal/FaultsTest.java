package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.mqtt.internal.MqttSettings.Pace;
import io.graft.bus.mqtt.internal.MqttSettings.Publishing;
import io.graft.bus.mqtt.internal.MqttSettings.Tls;
import io.graft.bus.mqtt.internal.MqttSettings.Verify;
import io.graft.bus.mqtt.internal.MqttSettings.Version;
import io.graft.bus.tck.CheckContext;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.HivePeer;
import io.graft.bus.tck.Peer;
import io.graft.testservers.MosquittoOptions;
import io.graft.testservers.MosquittoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What befalls the broker and the way to it. An hour's absence is one of many attempts here: pauses are short. */
class FaultsTest {

    private static final Pace IMPATIENT =
            new Pace(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(20), Duration.ofMillis(200));
    /** Long enough that the broker does not miss a machine that stands still for a moment. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final Publishing NARROW = new Publishing(Duration.ofMillis(300), 4, 1 << 20);

    private static final Tls OF_THE_JDK = new Tls(Verify.FULL, Optional.empty(), Optional.empty(), Optional.empty());

    /** Asks for certificates. */
    private static MosquittoServer encrypted;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startEncrypted() {
        encrypted = MosquittoServer.start(MosquittoOptions.IN_MEMORY.withClientCertificates());
    }

    @AfterAll
    static void stopEncrypted() {
        if (encrypted != null) {
            encrypted.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void restartInTheMiddleLosesNothingThatWasAcknowledged(Version version) {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT);
        MqttBus bus = bus(TestSettings.to(server, version));
        Heard heard = Heard.holding();
        bus.subscribe(new SubscriptionSpec("all", List.of("t/#"), Qos.AT_LEAST_ONCE, true, 10, 1 << 20), heard);
        CheckContext.await().until(() -> bus.status().connected());
        Peer peer = peer(server);
        List<CompletionStage<Void>> published = publish(peer, "t/a", 0, 100);
        CheckContext.await().until(() -> heard.count() >= 10);
        server.stop();
        CheckContext.await().until(() -> !bus.status().connected());
        List<CompletionStage<Void>> meanwhile = publish(peer, "t/a", 100, 200);
        server.startAgain();
        CheckContext.await().until(() -> {
            heard.acknowledgeOldest();
            return heard.texts().containsAll(texts(0, 200));
        });
        published.forEach(CheckContext::done);
        meanwhile.forEach(CheckContext::done);
        assertThat(heard.counts().get("0"))
                .as("the first, which was not acknowledged")
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void floodWaitsAtTheBrokerAndComesInOrder(Version version) {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT.with("max_inflight_messages 0"));
        MqttSettings settings = TestSettings.to(server, version);
        SubscriptionSpec spec = new SubscriptionSpec("flood", List.of("t/#"), Qos.AT_LEAST_ONCE, true, 100, 256 << 10);
        try (MqttBus before = new MqttBus(settings)) {
            CheckContext.await().until(() -> before.status().connected());
            before.subscribe(spec, Heard.acknowledging());
            CheckContext.await().until(() -> before.status().connected());
        }
        Peer peer = peer(server);
        int messages = 1_000;
        IntStream.range(0, messages)
                .mapToObj(i -> peer.publish(new BusMessage("t/a", padded(i), Qos.AT_LEAST_ONCE)))
                .toList()
                .forEach(CheckContext::done);
        Heard heard = Heard.holding();
        MqttBus bus = bus(settings);
        bus.subscribe(spec, heard);
        for (int acknowledged = 0; acknowledged < messages; acknowledged++) {
            if (!heard.acknowledgeOldest()) {
                CheckContext.await().until(heard::acknowledgeOldest);
            }
        }
        assertThat(heard.mostOpen()).isLessThanOrEqualTo(100);
        assertThat(heard.mostOpenBytes()).isLessThanOrEqualTo(256L << 10);
        assertThat(heard.texts().stream().map(String::strip)).containsExactlyElementsOf(texts(0, messages));
    }

    @Test
    void connectionStaysWhileAFullWindowKeepsItFromBeingRead() {
        List<Heard> each =
                Stream.of(Version.values()).map(this::heardThroughAFullWindow).toList();
        Awaitility.await()
                .atMost(CheckContext.PATIENCE)
                .during(KEEP_ALIVE.multipliedBy(2).plusSeconds(1))
                .until(() -> each.stream().allMatch(heard -> heard.count() == 1));
        for (Heard heard : each) {
            CheckContext.await().until(() -> {
                heard.acknowledgeOldest();
                return heard.texts().contains("2");
            });
            assertThat(heard.texts().stream().distinct()).containsExactlyElementsOf(texts(0, 3));
        }
    }

    /** Three messages wait for it, of which it holds one. */
    private Heard heardThroughAFullWindow(Version version) {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT);
        Pace pace = new Pace(Duration.ofSeconds(5), KEEP_ALIVE, Duration.ofMillis(20), Duration.ofMillis(200));
        MqttBus bus = bus(TestSettings.with(TestSettings.to(server, version), pace, NARROW));
        Heard heard = Heard.holding();
        bus.subscribe(new SubscriptionSpec("one", List.of("t"), Qos.AT_LEAST_ONCE, true, 1, 1 << 20), heard);
        CheckContext.await().until(() -> bus.status().connected());
        publish(peer(server), "t", 0, 3).forEach(CheckContext::done);
        return heard;
    }

    @Test
    void publicationsThatAreNotAnsweredFailInTimeAndAreBounded() {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT);
        MqttSettings settings = TestSettings.to(server, Version.V5);
        MqttBus bus = bus(TestSettings.with(settings, settings.pace(), NARROW));
        server.freeze();
        try {
            List<CompletionStage<Void>> open = IntStream.range(0, NARROW.open())
                    .mapToObj(i -> bus.publish(CheckContext.message("t", i, Qos.AT_LEAST_ONCE)))
                    .toList();
            assertUnavailable(bus, "has not answered 4 publications");
            open.forEach(stage -> assertUnavailable(stage, "did not say within 300 ms"));
            assertUnavailable(bus, "has not answered 4 publications");
        } finally {
            server.thaw();
        }
        CheckContext.await(() -> assertThat(bus.publish(CheckContext.message("t", "x", Qos.AT_LEAST_ONCE)))
                .succeedsWithin(CheckContext.PATIENCE));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void brokerThatDoesNotAnswerIsGivenUpAndTriedUntilItDoes(Version version) {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT);
        MqttBus bus = bus(TestSettings.with(TestSettings.to(server, version), IMPATIENT, NARROW));
        Heard heard = Heard.acknowledging();
        bus.subscribe(SubscriptionSpec.durable("all", "t"), heard);
        server.freeze();
        try {
            CheckContext.await().until(() -> !bus.status().connected());
            assertUnavailable(bus, "no connection to the broker");
        } finally {
            server.thaw();
        }
        CheckContext.await(() -> assertThat(bus.publish(CheckContext.message("t", "x", Qos.AT_LEAST_ONCE)))
                .succeedsWithin(CheckContext.PATIENCE));
        CheckContext.await(() -> assertThat(heard.texts()).contains("x"));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void wrongPasswordIsSaidWithoutThePassword(Version version) {
        MosquittoServer server = broker(MosquittoOptions.IN_MEMORY.withUser("graft", "right"));
        MqttSettings settings = TestSettings.to(server, version);
        assertConnected(settings);
        MqttBus bus = unconnected(TestSettings.withPassword(settings, "wrong-6391"));
        CheckContext.await(() -> assertThat(bus.status().detail())
                .contains("refuses the user 'graft'")
                .contains("check user and password")
                .doesNotContain("wrong-6391"));
        assertThat(bus.status().connected()).isFalse();
        assertUnavailable(bus, "refuses the user");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void brokerOfATrustedAuthorityIsTalkedToAndNoOther(Version version) {
        MqttSettings settings = TestSettings.with(
                TestSettings.to(encrypted, version),
                TestSettings.tls(encrypted.certificates().orElseThrow()));
        assertConnected(settings);
        MqttBus bus = unconnected(TestSettings.with(settings, OF_THE_JDK));
        CheckContext.await(
                () -> assertThat(bus.status().detail()).contains("no TLS").contains("tls.authorities"));
    }

    @Test
    void brokerThatAsksForACertificateRefusesAGatewayWithout() {
        MqttBus bus = unconnected(TestSettings.to(encrypted, Version.V5));
        CheckContext.await(() -> assertThat(bus.status().detail()).contains("certificate"));
        assertThat(bus.status().connected()).isFalse();
    }

    @Test
    void missingFileOfCertificatesIsNamed() {
        MqttBus bus = unconnected(TestSettings.with(
                TestSettings.to(encrypted, Version.V5), TestSettings.tls(java.nio.file.Path.of("/no/such.pem"))));
        CheckContext.await(() -> assertThat(bus.status().detail()).contains("/no/such.pem"));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void secondGatewayWithTheSameClientIdIsSuspected(Version version) {
        MosquittoServer server = broker(MosquittoOptions.IN_MEMORY);
        // Long pauses: who was pushed out stays out until the other one has gone.
        Pace patient =
                new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(1));
        MqttSettings settings = TestSettings.with(TestSettings.to(server, version), patient, NARROW);
        MqttBus first = bus(settings);
        MqttBus second = bus(settings);
        CheckContext.await(() -> assertThat(
                        List.of(first.status().detail(), second.status().detail()))
                .anySatisfy(detail -> assertThat(detail).contains("second gateway with the client id graft-test")));
        second.close();
        CheckContext.await().until(() -> first.status().connected());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whatNobodyAsksForAnyMoreIsAcknowledgedAndCounted(Version version) {
        MosquittoServer server = broker(MosquittoOptions.PERSISTENT);
        MqttSettings settings = TestSettings.to(server, version);
        try (MqttBus before = new MqttBus(settings)) {
            CheckContext.await().until(() -> before.status().connected());
            before.subscribe(SubscriptionSpec.durable("changed", "old"), Heard.acknowledging());
            CheckContext.await().until(() -> before.status().connected());
        }
        MqttBus bus = bus(settings);
        Heard heard = Heard.acknowledging();
        bus.subscribe(SubscriptionSpec.durable("changed", "new"), heard);
        CheckContext.await().until(() -> bus.status().connected());
        CheckContext.done(bus.publish(CheckContext.message("old", "o", Qos.AT_LEAST_ONCE)));
        CheckContext.done(bus.publish(CheckContext.message("new", "n", Qos.AT_LEAST_ONCE)));
        CheckContext.await(() -> assertThat(heard.texts()).containsExactly("n"));
        assertThat(bus.status().rejected()).isEqualTo(1);
    }

    private MosquittoServer broker(MosquittoOptions options) {
        MosquittoServer server = MosquittoServer.start(options);
        opened.add(server);
        return server;
    }

    private MqttBus bus(MqttSettings settings) {
        MqttBus bus = unconnected(settings);
        CheckContext.await().until(() -> bus.status().connected());
        return bus;
    }

    private MqttBus unconnected(MqttSettings settings) {
        MqttBus bus = new MqttBus(settings);
        opened.add(bus);
        return bus;
    }

    private Peer peer(MosquittoServer server) {
        Peer peer = new HivePeer(server.host(), server.port());
        opened.add(peer);
        return peer;
    }

    private static void assertConnected(MqttSettings settings) {
        try (MqttBus bus = new MqttBus(settings)) {
            CheckContext.await().until(() -> bus.status().connected());
            CheckContext.done(bus.publish(CheckContext.message("t", "x", Qos.AT_LEAST_ONCE)));
        }
    }

    private static void assertUnavailable(MessageBus bus, String why) {
        assertUnavailable(bus.publish(CheckContext.message("t", "x", Qos.AT_LEAST_ONCE)), why);
    }

    private static void assertUnavailable(CompletionStage<Void> publication, String why) {
        assertThatThrownBy(() ->
                        publication.toCompletableFuture().get(CheckContext.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(BusUnavailableException.class)
                .hasMessageContaining(why);
    }

    private static List<CompletionStage<Void>> publish(Peer peer, String topic, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> peer.publish(CheckContext.message(topic, i, Qos.AT_LEAST_ONCE)))
                .toList();
    }

    private static byte[] padded(int number) {
        return String.format("%-4000d", number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }
}
