package io.graft.bus.broker.internal;

import static io.graft.bus.tck.CheckContext.await;
import static io.graft.bus.tck.CheckContext.done;
import static io.graft.bus.tck.CheckContext.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.BrokerSettings.Listening;
import io.graft.bus.tck.Heard;
import io.graft.bus.tck.HivePeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the broker listens, and to whom; the gateway's own messages go on whatever becomes of that. */
class PortTest {

    @TempDir
    Path directory;

    private Broker broker;

    @AfterEach
    void close() {
        broker.close();
        Configuration.setConfiguration(null);
    }

    private BrokerSettings settings(boolean enabled, Listening listening) {
        return new BrokerSettings(
                enabled, listening, TestBroker.LIMITS, Duration.ofSeconds(30), Duration.ofMillis(100));
    }

    private static Listening at(int port) {
        return new Listening("127.0.0.1", port, "", "", "", "");
    }

    private void open(BrokerSettings settings) {
        broker = new Broker(settings, directory.resolve("durable-subscriptions.properties"));
        broker.start();
    }

    private Result.Status health() {
        return new BrokerHealth(broker, () -> "").execute().getStatus();
    }

    private void expectOwnMessages() {
        Heard heard = Heard.acknowledging();
        var subscription = broker.subscribe(SubscriptionSpec.durable("own", "own/#"), heard);
        done(broker.publish(message("own/a", "x", Qos.AT_LEAST_ONCE)));
        await(() -> assertThat(heard.texts()).containsExactly("x"));
        subscription.cancel();
    }

    @Test
    void aPortThatIsTakenIsOpenedWhenItGetsFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            open(settings(true, at(taken.getLocalPort())));
            await().until(() -> !broker.problem().isEmpty());
            assertThat(broker.problem())
                    .contains("tcp://127.0.0.1:" + taken.getLocalPort(), "in use")
                    .doesNotContain("\n");
            assertThat(health()).isEqualTo(Result.Status.CRITICAL);
            expectOwnMessages();
        }
        await().until(() -> broker.port() > 0);
        assertThat(health()).isEqualTo(Result.Status.OK);
    }

    @Test
    void thePortIsClosedAndOpenedAgainByASetting() {
        open(settings(true, at(0)));
        await().until(() -> broker.port() > 0);
        broker.use(settings(false, at(0)));
        await().until(() -> broker.port() == 0);
        assertThat(broker.status().detail()).contains("closed by configuration");
        assertThat(health()).isEqualTo(Result.Status.OK);
        expectOwnMessages();
        broker.use(settings(true, at(0)));
        await().until(() -> broker.port() > 0);
    }

    @Test
    void aChangeThatDoesNotConcernThePortLeavesClientsConnected() {
        open(settings(true, at(0)));
        await().until(() -> broker.port() > 0);
        int port = broker.port();
        try (HivePeer peer = new HivePeer("127.0.0.1", port)) {
            broker.use(
                    new BrokerSettings(true, at(0), TestBroker.LIMITS, Duration.ofSeconds(5), Duration.ofMillis(100)));
            done(peer.publish(message("a", "x", Qos.AT_LEAST_ONCE)));
            assertThat(broker.port()).isEqualTo(port);
            assertThat(broker.status().clients()).isEqualTo(1);
        }
    }

    @Test
    void onlyUsersOfTheRealmWithTheRoleMayConnect() throws IOException {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(TestRealm.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of())
                };
            }
        });
        open(settings(true, new Listening("127.0.0.1", 0, "", "", "test", "bus")));
        await().until(() -> broker.port() > 0);
        assertThat(answer(null, null)).as("nobody").isEqualTo(4);
        assertThat(answer("device", "wrong")).as("a wrong password").isEqualTo(4);
        assertThat(answer("guest", "secret")).as("a user without the role").isEqualTo(4);
        assertThat(answer("device", "secret")).as("a user with the role").isZero();
    }

    private int answer(String user, String password) throws IOException {
        try (RawClient client = new RawClient(broker.port())) {
            client.write(0x10, RawClient.body(body -> {
                RawClient.text(body, "MQTT");
                body.write(new byte[] {4, (byte) (user == null ? 2 : 0xc2), 0, 0});
                RawClient.text(body, "c");
                if (user != null) {
                    RawClient.text(body, user);
                    RawClient.text(body, password);
                }
            }));
            return client.read(RawClient.CONNACK).body()[1];
        }
    }
}
