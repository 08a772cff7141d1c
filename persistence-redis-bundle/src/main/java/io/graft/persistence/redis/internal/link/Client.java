package io.graft.persistence.redis.internal.link;

import io.graft.persistence.redis.internal.RedisSettings;
import io.graft.persistence.redis.internal.RedisSettings.Host;
import io.graft.persistence.redis.internal.RedisSettings.Mode;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lettuce, set up: one connection to a server, or one to each node of a cluster, and the threads that serve them. */
final class Client implements AutoCloseable {

    private static final Duration RECONNECT_MOST = Duration.ofSeconds(2);
    private static final long QUIET_MILLIS = 10;
    private static final long CLOSE_MILLIS = 2_000;

    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    private Client(
            ClientResources resources, AbstractRedisClient client, StatefulConnection<byte[], byte[]> connection) {
        this.resources = resources;
        this.client = client;
        this.connection = connection;
        this.commands = connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster
                ? cluster.async()
                : ((StatefulRedisConnection<byte[], byte[]>) connection).async();
    }

    /** Connects. What was begun is ended again when that fails. */
    static Client connect(RedisSettings settings, Channels channels) {
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        () -> Delay.exponential(Duration.ofMillis(20), RECONNECT_MOST, 2, TimeUnit.MILLISECONDS))
                .nettyCustomizer(channels)
                .build();
        AbstractRedisClient client = null;
        try {
            if (settings.mode() == Mode.CLUSTER) {
                RedisClusterClient cluster = RedisClusterClient.create(resources, uris(settings));
                client = cluster;
                cluster.setOptions(clusterOptions(settings));
                return new Client(resources, cluster, cluster.connect(ByteArrayCodec.INSTANCE));
            }
            RedisClient single = RedisClient.create(resources);
            client = single;
            single.setOptions(options(settings, ClientOptions.builder()).build());
            RedisURI uri = settings.mode() == Mode.SENTINEL
                    ? sentinel(settings)
                    : uris(settings).get(0);
            return new Client(resources, single, single.connect(ByteArrayCodec.INSTANCE, uri));
        } catch (Throwable e) {
            shutdown(client, resources);
            throw e;
        }
    }

    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** The connection to the one server. Not in a cluster. */
    StatefulRedisConnection<byte[], byte[]> single() {
        return (StatefulRedisConnection<byte[], byte[]>) connection;
    }

    /** Calls this when the connection to the one server is lost; not in a cluster, where the client keeps what it sent. */
    void onLoss(Runnable listener) {
        if (!(connection instanceof StatefulRedisClusterConnection)) {
            connection.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                    listener.run();
                }
            });
        }
    }

    ClientResources resources() {
        return resources;
    }

    /** The commands of each server that takes changes. */
    List<RedisClusterAsyncCommands<byte[], byte[]>> masters() {
        if (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster) {
            return cluster.getPartitions().stream()
                    .filter(node -> node.getRole().isUpstream())
                    .<RedisClusterAsyncCommands<byte[], byte[]>>map(
                            node -> cluster.getConnection(node.getNodeId()).async())
                    .toList();
        }
        return List.of(commands);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } finally {
            shutdown(client, resources);
        }
    }

    /** Without a quiet period the threads can end before their selectors let go of the closed connections. */
    private static void shutdown(AbstractRedisClient client, ClientResources resources) {
        boolean interrupted = Thread.interrupted();
        try {
            if (client != null) {
                client.shutdown(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            resources
                    .shutdown(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(2 * CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static List<RedisURI> uris(RedisSettings settings) {
        return settings.hosts().stream().map(host -> uri(settings, host)).toList();
    }

    private static RedisURI uri(RedisSettings settings, Host host) {
        return secured(
                        settings,
                        RedisURI.builder()
                                .withHost(host.name())
                                .withPort(host.port())
                                .withDatabase(settings.database())
                                .withTimeout(settings.connectTimeout()))
                .build();
    }

    private static RedisURI sentinel(RedisSettings settings) {
        RedisURI.Builder builder = RedisURI.builder()
                .withSentinelMasterId(settings.sentinelMaster())
                .withDatabase(settings.database())
                .withTimeout(settings.connectTimeout());
        for (Host host : settings.hosts()) {
            RedisURI.Builder one = RedisURI.builder()
                    .withHost(host.name())
                    .withPort(host.port())
                    .withTimeout(settings.connectTimeout());
            if (!settings.sentinelPassword().isEmpty()) {
                one.withPassword(settings.sentinelPassword().toCharArray());
            }
            builder.withSentinel(one.build());
        }
        return secured(settings, builder).build();
    }

    private static RedisURI.Builder secured(RedisSettings settings, RedisURI.Builder uri) {
        if (!settings.user().isEmpty()) {
            uri.withAuthentication(settings.user(), settings.password().toCharArray());
        } else if (!settings.password().isEmpty()) {
            uri.withPassword(settings.password().toCharArray());
        }
        return uri.withSsl(settings.tls().on())
                .withVerifyPeer(
                        switch (settings.tls().verify()) {
                            case FULL -> SslVerifyMode.FULL;
                            case CA -> SslVerifyMode.CA;
                            case NONE -> SslVerifyMode.NONE;
                        });
    }

    private static ClusterClientOptions clusterOptions(RedisSettings settings) {
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                        .enablePeriodicRefresh(Duration.ofMinutes(1))
                        .build());
        options(settings, options);
        // The client opens a node's connection at first use, and would refuse, or with a filter silently drop, what
        // opens
        // it; what waits is bounded by the number of commands in flight, and by the time-out.
        options.disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS).replayFilter(command -> false);
        return options.build();
    }

    /** A lost connection fails what waits for it, and what comes, at once; nothing is queued, nothing sent twice. */
    private static ClientOptions.Builder options(RedisSettings settings, ClientOptions.Builder options) {
        options.autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(Client::fail)
                .requestQueueSize(settings.inFlight() + 64)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        if (settings.tls().on()) {
            options.sslOptions(ssl(settings.tls()));
        }
        return options;
    }

    /** What is filtered out is never answered unless it is failed. */
    private static boolean fail(RedisCommand<?, ?, ?> command) {
        command.completeExceptionally(new RedisException("the connection was lost"));
        return true;
    }

    private static SslOptions ssl(RedisSettings.Tls tls) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        tls.authorities().ifPresent(file -> ssl.trustManager(file.toFile()));
        tls.certificate()
                .ifPresent(file ->
                        ssl.keyManager(file.toFile(), tls.key().orElseThrow().toFile(), new char[0]));
        return ssl.build();
    }
}
