package io.graft.bus.broker.internal;

import io.graft.bus.broker.internal.BrokerSettings.Limits;
import io.graft.bus.broker.internal.BrokerSettings.Listening;
import io.graft.bus.tck.CheckContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** Brokers for tests. */
final class TestBroker {

    static final Limits LIMITS = new Limits(100, 26_000_000, 100, Duration.ofHours(1), 1_000, 32 << 20);

    private TestBroker() {}

    static BrokerSettings settings(int port) {
        return settings(port, LIMITS);
    }

    static BrokerSettings settings(int port, Limits limits) {
        return new BrokerSettings(
                true,
                new Listening("127.0.0.1", port, "", "", "", ""),
                limits,
                Duration.ofSeconds(30),
                Duration.ofMillis(100));
    }

    /** Opens one and waits for its port. */
    static Broker open(BrokerSettings settings, Path directory) {
        Broker broker = new Broker(settings, directory.resolve("durable-subscriptions.properties"));
        broker.start();
        CheckContext.await().until(() -> broker.port() > 0);
        return broker;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
