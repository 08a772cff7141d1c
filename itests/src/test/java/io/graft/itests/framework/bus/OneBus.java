package io.graft.itests.framework.bus;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.bus.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bus that hands every message to whoever has subscribed at this moment. */
final class OneBus implements MessageBus {
    private final String name;
    private final Map<String, Subscriber> subscribers = new ConcurrentSkipListMap<>();
    private final AtomicLong acknowledged = new AtomicLong();

    OneBus(String name) {
        this.name = name;
    }

    private record Subscriber(SubscriptionSpec spec, BusListener listener) {}

    List<String> subscriptions() {
        return new ArrayList<>(subscribers.keySet());
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        subscribers.values().stream()
                .filter(each -> each.spec().filters().stream().anyMatch(one -> Topics.matches(one, message.topic())))
                .forEach(each -> each.listener().deliver(new Delivery() {
                    @Override
                    public BusMessage message() {
                        return message;
                    }

                    @Override
                    public boolean repeated() {
                        return false;
                    }

                    @Override
                    public void acknowledge() {
                        acknowledged.incrementAndGet();
                    }
                }));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        if (subscribers.putIfAbsent(spec.name(), new Subscriber(spec, listener)) != null) {
            throw new IllegalStateException(spec.name() + " is open");
        }
        return new BusSubscription() {
            @Override
            public void close() {
                subscribers.remove(spec.name());
            }

            @Override
            public void cancel() {
                close();
            }
        };
    }

    @Override
    public BusStatus status() {
        return new BusStatus(true, "memory://" + name, "in memory", -1, 0, 0, 0, 0, List.of());
    }
}
