package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings.Limits;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.route.TopicTree;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The sessions of all clients, in memory and bounded. For any number of threads. */
public final class Sessions {

    private final TopicTree tree;
    private final Supplier<Limits> limits;
    private final Counters counters;
    private final ScheduledExecutorService work;
    /** The one that was connected or left longest ago first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    public Sessions(TopicTree tree, Supplier<Limits> limits, Counters counters, ScheduledExecutorService work) {
        this.tree = tree;
        this.limits = limits;
        this.counters = counters;
        this.work = work;
    }

    /**
     * What a client has got.
     *
     * @param present whether it was there before
     */
    record Attached(Session session, boolean present) {}

    /** Gives a client its session; another connection of the same client ends. */
    synchronized Attached attach(Connection connection, String clientId, boolean clean, Duration expiry) {
        Session session = sessions.remove(clientId);
        boolean present = session != null && !clean;
        if (session != null) {
            Connection before = session.connection();
            if (before != null) {
                before.end(Disconnect.SESSION_TAKEN_OVER, "another connection of the client has been made");
            }
            if (clean) {
                forget(session);
            }
        }
        if (!present) {
            session = new Session(clientId, limits, counters);
        }
        makeRoom();
        sessions.put(clientId, session);
        session.attach(connection, expiry);
        return new Attached(session, present);
    }

    private void makeRoom() {
        if (sessions.size() >= limits.get().sessions()) {
            sessions.values().stream()
                    .filter(each -> each.connection() == null)
                    .findFirst()
                    .ifPresent(this::remove);
        }
    }

    /** The client's connection has ended. */
    synchronized void detach(Session session, Connection connection) {
        if (!session.detach(connection) || sessions.get(session.clientId()) != session) {
            return;
        }
        if (session.expiry().isZero()) {
            remove(session);
            return;
        }
        sessions.remove(session.clientId());
        sessions.put(session.clientId(), session);
        if (!work.isShutdown()) {
            session.endsBy(work.schedule(() -> expire(session), session.expiry().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private synchronized void expire(Session session) {
        if (session.connection() == null) {
            remove(session);
        }
    }

    private void remove(Session session) {
        sessions.remove(session.clientId(), session);
        forget(session);
    }

    private void forget(Session session) {
        session.filters().forEach(filter -> tree.remove(filter, session));
        session.forgotten();
    }

    private synchronized List<Connection> connections() {
        return sessions.values().stream()
                .map(Session::connection)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Ends all connections. */
    public void disconnectAll(Disconnect reason, String why) {
        connections().forEach(each -> each.end(reason, why));
    }

    /** How many clients are connected. */
    public int connected() {
        return connections().size();
    }
}
