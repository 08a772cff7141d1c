package io.graft.bus.binding;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.bus.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A bus in memory, for tests: delivers on the thread that publishes, acknowledges or subscribes. As with the broker
 * inside the gateway, a message at least once is taken over when all durable subscriptions that match have acknowledged
 * it; until then the stage of its publication is open. For a durable subscription that is closed, messages are kept.
 */
public final class MemoryBus implements MessageBus {

    private final String name;
    private final Map<String, Session> sessions = new TreeMap<>();
    private final List<BusMessage> published = new ArrayList<>();
    private boolean connected = true;
    private long received;

    public MemoryBus() {
        this("memory");
    }

    /** @param name its name as a provider */
    public MemoryBus(String name) {
        this.name = name;
    }

    /** The provider's name. */
    public String name() {
        return name;
    }

    /** Cuts it off: to publish fails. Or connects it again. */
    public synchronized void connected(boolean now) {
        connected = now;
    }

    /** All messages that were published here, by anybody. */
    public synchronized List<BusMessage> published() {
        return List.copyOf(published);
    }

    /** The messages that were published here to topics that a filter matches. */
    public synchronized List<BusMessage> published(String filter) {
        return published.stream()
                .filter(each -> Topics.matches(filter, each.topic()))
                .toList();
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        Sent sent = new Sent(message);
        List<Subscriber> matching = new ArrayList<>();
        synchronized (this) {
            if (!connected) {
                return CompletableFuture.failedStage(new BusUnavailableException("bus " + name + " is cut off"));
            }
            published.add(message);
            for (Session session : sessions.values()) {
                boolean lasting = session.spec.durable() && message.qos() == Qos.AT_LEAST_ONCE;
                if (session.matches(message) && (lasting || session.subscriber != null)) {
                    session.waiting.add(sent);
                    if (lasting) {
                        sent.missing.add(session.spec.name());
                    }
                    if (session.subscriber != null) {
                        matching.add(session.subscriber);
                    }
                }
            }
        }
        if (sent.complete()) {
            sent.taken.complete(null);
        }
        matching.forEach(Subscriber::deliver);
        return sent.taken.minimalCompletionStage();
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        Subscriber subscriber;
        synchronized (this) {
            Session known = sessions.get(spec.name());
            if (known != null && known.subscriber != null) {
                throw new IllegalStateException("subscription " + spec.name() + " is open");
            }
            Session session = new Session(spec);
            if (known != null) {
                session.waiting.addAll(known.waiting);
            }
            sessions.put(spec.name(), session);
            subscriber = new Subscriber(session, listener);
            session.subscriber = subscriber;
        }
        subscriber.deliver();
        return subscriber;
    }

    @Override
    public synchronized BusStatus status() {
        return new BusStatus(
                connected,
                "memory://" + name,
                connected ? "in memory" : "cut off",
                -1,
                published.size(),
                received,
                0,
                0,
                sessions.values().stream()
                        .filter(each -> each.subscriber != null)
                        .map(each -> each.subscriber.status())
                        .toList());
    }

    /** A message that was published. */
    private static final class Sent {
        private final BusMessage message;
        private final CompletableFuture<Void> taken = new CompletableFuture<>();
        private final Set<String> missing = new HashSet<>();
        private boolean again;

        Sent(BusMessage message) {
            this.message = message;
        }

        synchronized boolean complete() {
            return missing.isEmpty();
        }

        void acknowledged(String session) {
            boolean all;
            synchronized (this) {
                all = missing.remove(session) && missing.isEmpty();
            }
            if (all) {
                taken.complete(null);
            }
        }
    }

    /** What belongs to the name of a subscription. */
    private static final class Session {
        private final SubscriptionSpec spec;
        private final Deque<Sent> waiting = new ArrayDeque<>();
        private Subscriber subscriber;

        Session(SubscriptionSpec spec) {
            this.spec = spec;
        }

        boolean matches(BusMessage message) {
            return spec.filters().stream().anyMatch(each -> Topics.matches(each, message.topic()));
        }
    }

    private final class Subscriber implements BusSubscription {

        private final Session session;
        private final BusListener listener;
        private final Deque<Sent> open = new ArrayDeque<>();
        private long openBytes;
        private long delivered;
        private boolean delivering;

        Subscriber(Session session, BusListener listener) {
            this.session = session;
            this.listener = listener;
        }

        BusStatus.Subscribed status() {
            SubscriptionSpec spec = session.spec;
            return new BusStatus.Subscribed(
                    spec.name(), spec.filters(), spec.qos(), spec.durable(), delivered, open.size());
        }

        /** Hands over what fits, in order. */
        void deliver() {
            for (Sent next = next(); next != null; next = next()) {
                try {
                    listener.deliver(new Open(this, next));
                } finally {
                    synchronized (MemoryBus.this) {
                        delivering = false;
                    }
                }
            }
        }

        private Sent next() {
            synchronized (MemoryBus.this) {
                if (delivering || session.subscriber != this || !fits()) {
                    return null;
                }
                Sent next = session.waiting.remove();
                open.add(next);
                openBytes += next.message.payload().length;
                delivered++;
                received++;
                delivering = true;
                return next;
            }
        }

        private boolean fits() {
            Sent next = session.waiting.peek();
            return next != null
                    && (open.isEmpty()
                            || (open.size() < session.spec.window()
                                    && openBytes + next.message.payload().length <= session.spec.windowBytes()));
        }

        void acknowledged(Sent sent) {
            synchronized (MemoryBus.this) {
                if (open.remove(sent)) {
                    openBytes -= sent.message.payload().length;
                }
                Session now = sessions.get(session.spec.name());
                if (now != null) {
                    now.waiting.remove(sent);
                }
            }
            sent.acknowledged(session.spec.name());
            deliver();
        }

        @Override
        public void close() {
            end(true);
        }

        @Override
        public void cancel() {
            end(false);
        }

        private void end(boolean keep) {
            List<Sent> dropped = new ArrayList<>();
            synchronized (MemoryBus.this) {
                if (session.subscriber != this) {
                    return;
                }
                session.subscriber = null;
                if (session.spec.durable() && keep) {
                    open.descendingIterator().forEachRemaining(sent -> {
                        sent.again = true;
                        session.waiting.addFirst(sent);
                    });
                } else {
                    sessions.remove(session.spec.name());
                    dropped.addAll(open);
                    dropped.addAll(session.waiting);
                }
            }
            dropped.forEach(sent -> sent.acknowledged(session.spec.name()));
        }
    }

    private static final class Open implements Delivery {

        private final Subscriber subscriber;
        private final Sent sent;
        private final boolean again;
        private boolean acknowledged;

        Open(Subscriber subscriber, Sent sent) {
            this.subscriber = subscriber;
            this.sent = sent;
            this.again = sent.again;
        }

        @Override
        public BusMessage message() {
            return sent.message;
        }

        @Override
        public boolean repeated() {
            return again;
        }

        @Override
        public void acknowledge() {
            synchronized (this) {
                if (acknowledged) {
                    return;
                }
                acknowledged = true;
            }
            subscriber.acknowledged(sent);
        }
    }
}
