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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bus in memory, for tests: delivers on the thread that publishes, acknowledges or subscribes. As with the broker
 * inside the gateway, a message at least once is taken over when all durable subscriptions that match have acknowledged
 * it; until then the stage of its publication is open. What a durable subscription has not acknowledged when it is closed
 * comes again to the next one of its name.
 */
public final class MemoryBus implements MessageBus {

    private final String name;
    private final Map<String, Subscriber> subscribers = new TreeMap<>();
    private final Map<String, Deque<Message>> kept = new TreeMap<>();
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
        Message sent;
        List<Subscriber> matching = new ArrayList<>();
        synchronized (this) {
            if (!connected) {
                return CompletableFuture.failedStage(new BusUnavailableException("bus " + name + " is cut off"));
            }
            published.add(message);
            subscribers.values().stream().filter(each -> each.matches(message)).forEach(matching::add);
            boolean lasting = message.qos() == Qos.AT_LEAST_ONCE;
            sent = new Message(message, (int) matching.stream()
                    .filter(each -> lasting && each.spec.durable())
                    .count());
            matching.forEach(each -> each.waiting.add(sent));
        }
        matching.forEach(Subscriber::deliver);
        return sent.taken.minimalCompletionStage();
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        Subscriber subscriber = new Subscriber(spec, listener);
        synchronized (this) {
            if (subscribers.putIfAbsent(spec.name(), subscriber) != null) {
                throw new IllegalStateException("subscription " + spec.name() + " is open");
            }
            Deque<Message> again = kept.remove(spec.name());
            if (again != null) {
                subscriber.waiting.addAll(again);
            }
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
                subscribers.values().stream().map(Subscriber::status).toList());
    }

    /** A message on its way. */
    private static final class Message {
        private final BusMessage content;
        private final CompletableFuture<Void> taken = new CompletableFuture<>();
        private final AtomicInteger missing;
        private volatile boolean again;

        Message(BusMessage content, int missing) {
            this.content = content;
            this.missing = new AtomicInteger(missing);
            if (missing == 0) {
                taken.complete(null);
            }
        }

        void acknowledged() {
            if (missing.decrementAndGet() == 0) {
                taken.complete(null);
            }
        }
    }

    private final class Subscriber implements BusSubscription {

        private final SubscriptionSpec spec;
        private final BusListener listener;
        private final Deque<Message> waiting = new ArrayDeque<>();
        private final Deque<Message> open = new ArrayDeque<>();
        private long openBytes;
        private long delivered;
        private boolean delivering;
        private boolean closed;

        Subscriber(SubscriptionSpec spec, BusListener listener) {
            this.spec = spec;
            this.listener = listener;
        }

        boolean matches(BusMessage message) {
            return spec.filters().stream().anyMatch(each -> Topics.matches(each, message.topic()));
        }

        BusStatus.Subscribed status() {
            return new BusStatus.Subscribed(
                    spec.name(), spec.filters(), spec.qos(), spec.durable(), delivered, open.size());
        }

        /** Hands over what fits, in order. */
        void deliver() {
            while (true) {
                Message next;
                synchronized (MemoryBus.this) {
                    next = closed || delivering || !fits() ? null : waiting.poll();
                    if (next == null) {
                        return;
                    }
                    open.add(next);
                    openBytes += next.content.payload().length;
                    delivered++;
                    received++;
                    delivering = true;
                }
                try {
                    listener.deliver(new Open(next));
                } finally {
                    synchronized (MemoryBus.this) {
                        delivering = false;
                    }
                }
            }
        }

        private boolean fits() {
            return !waiting.isEmpty()
                    && (open.isEmpty()
                            || (open.size() < spec.window()
                                    && openBytes + waiting.peek().content.payload().length <= spec.windowBytes()));
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
            List<Message> dropped = new ArrayList<>();
            synchronized (MemoryBus.this) {
                if (closed) {
                    return;
                }
                closed = true;
                subscribers.remove(spec.name());
                if (!spec.durable()) {
                    return;
                }
                Deque<Message> left = new ArrayDeque<>(open);
                left.forEach(each -> each.again = true);
                left.addAll(waiting);
                if (keep) {
                    kept.put(spec.name(), left);
                } else {
                    dropped.addAll(left);
                }
            }
            dropped.forEach(Message::acknowledged);
        }

        private final class Open implements Delivery {

            private final Message message;
            private final boolean again;
            private final AtomicBoolean acknowledged = new AtomicBoolean();

            Open(Message message) {
                this.message = message;
                this.again = message.again;
            }

            @Override
            public BusMessage message() {
                return message.content;
            }

            @Override
            public boolean repeated() {
                return again;
            }

            @Override
            public void acknowledge() {
                if (!acknowledged.compareAndSet(false, true)) {
                    return;
                }
                synchronized (MemoryBus.this) {
                    open.remove(message);
                    openBytes -= message.content.payload().length;
                    Deque<Message> left = kept.get(spec.name());
                    if (closed && left != null) {
                        left.remove(message);
                    }
                }
                if (spec.durable() && message.content.qos() == Qos.AT_LEAST_ONCE) {
                    message.acknowledged();
                }
                deliver();
            }
        }
    }
}
