package io.graft.persistence.mongo.internal;

import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerHeartbeatSucceededEvent;
import com.mongodb.event.ServerMonitorListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/** Remembers why the servers can't be reached: the driver's own exceptions say only that time is up. */
final class Heartbeats implements ServerMonitorListener, ClusterListener {

    private final Map<ServerAddress, Throwable> failed = new ConcurrentHashMap<>();
    private volatile ClusterDescription cluster;

    @Override
    public void serverHeartbeatSucceeded(ServerHeartbeatSucceededEvent event) {
        failed.remove(event.getConnectionId().getServerId().getAddress());
    }

    @Override
    public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
        failed.put(event.getConnectionId().getServerId().getAddress(), event.getThrowable());
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        cluster = event.getNewDescription();
    }

    /** Whether servers of a replica set answer, and none of them takes changes. */
    boolean withoutPrimary() {
        ClusterDescription now = cluster;
        return now != null
                && now.getType() == ClusterType.REPLICA_SET
                && now.getServerDescriptions().stream().noneMatch(server -> server.isPrimary())
                && now.getServerDescriptions().stream().anyMatch(server -> server.isSecondary());
    }

    /** Why a server can't be reached, in one line; empty when all can. */
    Optional<String> trouble() {
        return failed.entrySet().stream().findFirst().map(entry -> describe(entry.getKey(), entry.getValue()));
    }

    private static String describe(ServerAddress address, Throwable failure) {
        String at = address.getHost() + ":" + address.getPort();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "TLS with " + at + " failed: " + Failures.rootOf(cause) + "; check the tls settings";
            }
        }
        return at + " does not answer: " + Failures.rootOf(failure);
    }
}
