package io.graft.bus.binding.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.BusBindingStatus.Subscribed;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's subscriptions, and at which providers each is open. Guarded by the gate's lock. */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final Map<String, Held> held = new TreeMap<>();
    private final Runnable delivered;

    /** @param delivered told of every message that a listener gets */
    Subscriptions(Runnable delivered) {
        this.delivered = delivered;
    }

    /** One that is remembered, whichever provider is bound or none. */
    static final class Held {

        private final SubscriptionSpec spec;
        private final Window window;
        private final boolean staying;
        private final Map<Link, BusSubscription> open = new HashMap<>();

        private Held(SubscriptionSpec spec, BusListener listener, boolean staying, Runnable delivered) {
            this.spec = spec;
            this.window = new Window(spec, listener, delivered);
            this.staying = staying;
        }

        /** Hands over nothing any more when it returns; to be called without the lock. */
        void endDeliveries() {
            window.close();
        }
    }

    /**
     * Remembers a subscription, and opens it.
     *
     * @param staying whether it stays open at a provider that is not bound any more, until {@link #end}
     * @param current where to open it; null for nowhere
     * @throws IllegalStateException if there is one of this name
     */
    Held add(SubscriptionSpec spec, BusListener listener, boolean staying, Link current) {
        if (held.containsKey(spec.name())) {
            throw new IllegalStateException("subscription " + spec.name() + " is open already");
        }
        Held added = new Held(spec, listener, staying, delivered);
        held.put(spec.name(), added);
        if (current != null) {
            open(added, current);
        }
        return added;
    }

    /** Forgets a subscription, and ends it at its providers. */
    void remove(Held removed, Consumer<BusSubscription> end) {
        if (held.remove(removed.spec.name(), removed)) {
            removed.open.forEach((link, subscription) -> quietly(removed, link, () -> end.accept(subscription)));
            removed.open.clear();
        }
    }

    /**
     * Opens all that are not open yet.
     *
     * @return whether all are
     */
    boolean openAll(Link link) {
        boolean all = true;
        for (Held each : held.values()) {
            all &= each.open.containsKey(link) || open(each, link);
        }
        return all;
    }

    /** Closes those that do not stay. */
    void leave(Link link) {
        held.values().stream().filter(each -> !each.staying).forEach(each -> close(each, link));
    }

    /** Closes all. */
    void end(Link link) {
        held.values().forEach(each -> close(each, link));
    }

    List<Subscribed> status() {
        return held.values().stream()
                .map(each ->
                        new Subscribed(each.spec, each.window.delivered(), each.window.open(), each.window.waiting()))
                .toList();
    }

    Collection<Held> all() {
        return List.copyOf(held.values());
    }

    private boolean open(Held opened, Link link) {
        try {
            BusSubscription subscription =
                    link.bus().subscribe(opened.spec, delivery -> opened.window.arrive(link, delivery));
            opened.open.put(link, subscription);
        } catch (BusException | IllegalStateException e) {
            LOG.warn(
                    "Subscription {} can't be opened at bus provider {} now; it is tried again: {}",
                    opened.spec.name(),
                    link.name(),
                    e.getMessage());
            return false;
        }
        if (held.get(opened.spec.name()) != opened) {
            close(opened, link); // the first delivery has ended it
        }
        return true;
    }

    private static void close(Held held, Link link) {
        BusSubscription subscription = held.open.remove(link);
        if (subscription != null) {
            quietly(held, link, subscription::close);
        }
    }

    private static void quietly(Held held, Link link, Runnable action) {
        try {
            action.run();
        } catch (BusException | IllegalStateException e) {
            LOG.warn("Subscription {} could not be ended at bus provider {}", held.spec.name(), link.name(), e);
        }
    }
}
