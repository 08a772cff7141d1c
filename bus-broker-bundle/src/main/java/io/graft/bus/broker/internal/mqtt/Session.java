package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings.Limits;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;
import io.graft.bus.broker.internal.route.Receiver;
import io.graft.bus.broker.internal.route.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** What the broker knows of a client, connected or not: its filters, and what waits for it. For any number of threads. */
final class Session implements Receiver {

    private static final int LAST_PACKET_ID = 65_535;

    private final String clientId;
    private final Supplier<Limits> limits;
    private final Counters counters;
    private final Set<String> filters = new LinkedHashSet<>();
    private final Deque<Outbound> queue = new ArrayDeque<>();
    private final Map<Integer, Outbound> unacknowledged = new LinkedHashMap<>();
    /** Exactly once: what was published and not released yet. */
    private final Set<Integer> unreleased = new HashSet<>();

    private Connection connection;
    private Duration expiry = Duration.ZERO;
    private long queuedBytes;
    private long unacknowledgedBytes;
    private int lastPacketId;
    private Future<?> end;
    private Future<?> will;

    Session(String clientId, Supplier<Limits> limits, Counters counters) {
        this.clientId = clientId;
        this.limits = limits;
        this.counters = counters;
    }

    String clientId() {
        return clientId;
    }

    synchronized Connection connection() {
        return connection;
    }

    synchronized Duration expiry() {
        return expiry;
    }

    synchronized void expiry(Duration newExpiry) {
        expiry = newExpiry;
    }

    /** Connects it: what was sent and not acknowledged is sent again first. */
    synchronized void attach(Connection to, Duration newExpiry) {
        connection = to;
        expiry = newExpiry;
        cancel(end);
        cancel(will);
        end = null;
        will = null;
        List<Outbound> again = new ArrayList<>(unacknowledged.values());
        unacknowledged.clear();
        unacknowledgedBytes = 0;
        for (int i = again.size() - 1; i >= 0; i--) {
            Outbound each = again.get(i);
            each.repeated = true;
            queue.addFirst(each);
            queuedBytes += each.publication.weight();
        }
    }

    private static void cancel(Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** False if another connection has it. */
    synchronized boolean detach(Connection from) {
        if (connection != from) {
            return false;
        }
        connection = null;
        queue.removeIf(each -> {
            if (each.qos == 0) {
                queuedBytes -= each.publication.weight();
            }
            return each.qos == 0;
        });
        return true;
    }

    /** Nobody will ask for it again: lets go of all that waits. */
    synchronized void forgotten() {
        cancel(end);
        end = null;
        expiry = Duration.ZERO;
        queue.clear();
        queuedBytes = 0;
        unacknowledged.clear();
        unacknowledgedBytes = 0;
    }

    synchronized void endsBy(Future<?> task) {
        end = task;
    }

    synchronized void willBy(Future<?> task) {
        will = task;
    }

    synchronized Set<String> filters() {
        return Set.copyOf(filters);
    }

    /** False if there are too many. */
    synchronized boolean add(String filter, int most) {
        if (filters.size() >= most && !filters.contains(filter)) {
            return false;
        }
        filters.add(filter);
        return true;
    }

    synchronized boolean has(String filter) {
        return filters.contains(filter);
    }

    synchronized boolean remove(String filter) {
        return filters.remove(filter);
    }

    @Override
    public void receive(Publication publication, Subscription subscription, Receipt receipt) {
        if (subscription.noLocal() && publication.publisher().equals(clientId)) {
            return;
        }
        int qos = Math.min(publication.qos(), subscription.qos());
        boolean retain = subscription.retainAsPublished() && publication.retain();
        send(new Outbound(publication, qos, retain, subscription.ids()));
    }

    /** Puts a message behind what waits already; where there is no room, the oldest is dropped. */
    void send(Outbound message) {
        Connection to;
        synchronized (this) {
            to = connection;
            if (to == null && (message.qos == 0 || expiry.isZero())) {
                return;
            }
            Limits most = limits.get();
            queue.addLast(message);
            queuedBytes += message.publication.weight();
            while (queue.size() > most.queueMessages() || (queuedBytes > most.queueBytes() && queue.size() > 1)) {
                queuedBytes -= queue.removeFirst().publication.weight();
                counters.dropped().increment();
            }
        }
        if (to != null) {
            to.sendSoon();
        }
    }

    /**
     * The next to send, with a packet identifier if it needs one; null if there is none, if too much is under way, or if
     * another connection has the session by now. What a client does not acknowledge is bounded as what waits is.
     */
    synchronized Outbound next(Connection by, int receiveMaximum) {
        if (connection != by) {
            return null;
        }
        Limits most = limits.get();
        while (!queue.isEmpty()) {
            Outbound next = queue.peekFirst();
            if (next.qos > 0
                    && !unacknowledged.isEmpty()
                    && (unacknowledged.size() >= Math.min(receiveMaximum, most.queueMessages())
                            || unacknowledgedBytes + next.publication.weight() > most.queueBytes())) {
                return null;
            }
            queue.removeFirst();
            queuedBytes -= next.publication.weight();
            if (next.publication.expired()) {
                counters.dropped().increment();
                continue;
            }
            if (next.qos > 0) {
                if (next.packetId == 0) {
                    next.packetId = freePacketId();
                }
                unacknowledged.put(next.packetId, next);
                unacknowledgedBytes += next.publication.weight();
            }
            return next;
        }
        return null;
    }

    private int freePacketId() {
        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (unacknowledged.containsKey(lastPacketId) || isRepeating(lastPacketId));
        return lastPacketId;
    }

    private boolean isRepeating(int packetId) {
        return !queue.isEmpty()
                && queue.peekFirst().repeated
                && queue.stream().anyMatch(each -> each.packetId == packetId);
    }

    /** The client has it. */
    synchronized void acknowledged(int packetId) {
        Outbound done = unacknowledged.remove(packetId);
        if (done != null) {
            unacknowledgedBytes -= done.publication.weight();
        }
    }

    /** Takes note of an identifier that was published with exactly once, and answered. */
    synchronized void unreleased(int packetId) {
        unreleased.add(packetId);
    }

    synchronized boolean isUnreleased(int packetId) {
        return unreleased.contains(packetId);
    }

    synchronized boolean released(int packetId) {
        return unreleased.remove(packetId);
    }
}
