package io.graft.persistence.redis.internal;

import io.graft.persistence.redis.internal.RedisSettings.Acknowledgement;
import io.graft.persistence.redis.internal.RedisSettings.Host;
import io.graft.persistence.redis.internal.RedisSettings.Mode;
import io.graft.persistence.redis.internal.RedisSettings.Tls;
import io.graft.persistence.redis.internal.RedisSettings.Verify;
import io.graft.testservers.RedisCluster;
import io.graft.testservers.RedisOptions;
import io.graft.testservers.RedisSentinel;
import io.graft.testservers.RedisServer;
import io.graft.testservers.TestCertificates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings with which test servers are connected to. */
final class Connections {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Encrypting 25 MB takes a while on a machine that has more to do. */
    private static final Duration TLS_TIMEOUT = Duration.ofSeconds(20);

    private Connections() {}

    static RedisSettings to(RedisServer server) {
        return settings(Mode.STANDALONE, List.of(new Host(server.host(), server.port())), server);
    }

    static RedisSettings to(RedisCluster cluster) {
        List<Host> hosts = cluster.nodes().stream()
                .map(node -> new Host(node.host(), node.port()))
                .toList();
        return settings(Mode.CLUSTER, hosts, cluster.nodes().get(0));
    }

    /** The server that a sentinel names. */
    static RedisSettings to(RedisSentinel sentinel) {
        String[] address = sentinel.address().split(":", 2);
        RedisSettings master = to(sentinel.master());
        return new RedisSettings(
                Mode.SENTINEL,
                List.of(new Host(address[0], Integer.parseInt(address[1]))),
                RedisSentinel.MASTER,
                "",
                master.user(),
                master.password(),
                0,
                master.prefix(),
                master.tls(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                master.inFlight(),
                master.acknowledgement());
    }

    static RedisSettings acknowledging(RedisSettings settings, Acknowledgement acknowledgement) {
        return new RedisSettings(
                settings.mode(),
                settings.hosts(),
                settings.sentinelMaster(),
                settings.sentinelPassword(),
                settings.user(),
                settings.password(),
                settings.database(),
                settings.prefix(),
                settings.tls(),
                settings.timeout(),
                settings.connectTimeout(),
                settings.inFlight(),
                acknowledgement);
    }

    static RedisSettings with(RedisSettings settings, String password, int database, int port) {
        return new RedisSettings(
                settings.mode(),
                List.of(new Host("127.0.0.1", port)),
                "",
                "",
                settings.user(),
                password,
                database,
                settings.prefix(),
                settings.tls(),
                settings.timeout(),
                settings.connectTimeout(),
                settings.inFlight(),
                settings.acknowledgement());
    }

    private static RedisSettings settings(Mode mode, List<Host> hosts, RedisServer server) {
        RedisOptions options = server.options();
        Tls tls = server.certificates().map(Connections::trusting).orElse(Tls.OFF);
        return new RedisSettings(
                mode,
                hosts,
                "",
                "",
                options.user(),
                options.password(),
                0,
                "graft-test",
                tls,
                tls.on() ? TLS_TIMEOUT : TIMEOUT,
                TIMEOUT,
                256,
                Acknowledgement.ANSWER);
    }

    private static Tls trusting(TestCertificates certificates) {
        return new Tls(true, Verify.FULL, Optional.of(certificates.authorityPem()), Optional.empty(), Optional.empty());
    }
}
