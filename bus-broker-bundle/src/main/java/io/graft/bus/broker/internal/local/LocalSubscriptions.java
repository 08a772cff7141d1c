package io.graft.bus.broker.internal.local;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusStatus.Subscribed;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.route.Origin;
import io.graft.bus.broker.internal.route.Subscription;
import io.graft.bus.broker.internal.route.TopicTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own subscriptions. A durable one that is closed is kept for a while, and what matches it waits for its
 * return; names and filters of durable ones are remembered on the disk, so that this holds for a restart too.
 */
public final class LocalSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSubscriptions.class);

    private final TopicTree tree;
    private final Executor threads;
    private final ScheduledExecutorService work;
    private final Counters counters;
    private final DurableNames names;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Map<String, List<String>> remembered = Map.of();
    private Duration hold;
    private boolean closed;

    private static final class Entry {
        final LocalSubscription subscription;
        /** Null while it is closed. */
        Handle handle;

        Handle last;
        Future<?> end;

        Entry(LocalSubscription subscription) {
            this.subscription = subscription;
        }
    }

    private final class Handle implements BusSubscription {
        private final Entry entry;

        Handle(Entry entry) {
            this.entry = entry;
        }

        @Override
        public void close() {
            end(this, entry, entry.subscription.spec().durable());
        }

        @Override
        public void cancel() {
            end(this, entry, false);
        }
    }

    /**
     * @param threads those of the bus; takes everything, and does nothing more once the bus is closed
     * @param work for what may take a moment
     */
    public LocalSubscriptions(
            TopicTree tree,
            Executor threads,
            ScheduledExecutorService work,
            Counters counters,
            DurableNames names,
            Duration hold) {
        this.tree = tree;
        this.threads = threads;
        this.work = work;
        this.counters = counters;
        this.names = names;
        this.hold = hold;
    }

    /** From now on closed ones are kept for so long. */
    public synchronized void hold(Duration newHold) {
        hold = newHold;
    }

    /** Waits for those that were there when the gateway was ended. */
    public synchronized void restore() {
        names.read().forEach((name, filters) -> {
            SubscriptionSpec spec = SubscriptionSpec.durable(name, filters.toArray(String[]::new));
            Entry entry = entries.computeIfAbsent(name, any -> add(spec));
            if (!entry.subscription.isOpen()) {
                awaitReturn(entry);
            }
        });
    }

    /** Opens one. */
    public BusSubscription open(SubscriptionSpec spec, BusListener listener) {
        Entry entry;
        Handle handle;
        synchronized (this) {
            if (closed) {
                throw new BusUnavailableException("the bus has been closed");
            }
            entry = entries.computeIfAbsent(spec.name(), name -> add(spec));
            if (entry.handle != null) {
                throw new IllegalStateException("a subscription " + spec.name() + " is open; close it first");
            }
            if (entry.end != null) {
                entry.end.cancel(false);
                entry.end = null;
            }
            changeFilters(entry.subscription, spec);
            handle = new Handle(entry);
            entry.handle = handle;
            entry.last = handle;
            remember();
            entry.subscription.open(spec, listener);
        }
        return handle;
    }

    private Entry add(SubscriptionSpec spec) {
        LocalSubscription subscription = new LocalSubscription(spec, threads, counters);
        spec.filters().forEach(filter -> tree.add(filter, subscribed(subscription, spec)));
        return new Entry(subscription);
    }

    private void changeFilters(LocalSubscription subscription, SubscriptionSpec spec) {
        List<String> before = subscription.spec().filters();
        spec.filters().forEach(filter -> tree.add(filter, subscribed(subscription, spec)));
        before.stream()
                .filter(filter -> !spec.filters().contains(filter))
                .forEach(filter -> tree.remove(filter, subscription));
    }

    private static Subscription subscribed(LocalSubscription subscription, SubscriptionSpec spec) {
        return new Subscription(subscription, spec.qos() == Qos.AT_MOST_ONCE ? 0 : 1);
    }

    private void end(Handle handle, Entry entry, boolean keep) {
        synchronized (this) {
            boolean forgetsClosed = !keep && entry.handle == null && entry.last == handle && isKnown(entry);
            if (closed || (entry.handle != handle && !forgetsClosed)) {
                return;
            }
            entry.handle = null;
            entry.subscription.detach();
            if (keep) {
                awaitReturn(entry);
            } else {
                remove(entry);
            }
        }
        entry.subscription.awaitListener();
        if (!keep) {
            entry.subscription.giveUp();
        }
    }

    private boolean isKnown(Entry entry) {
        return entries.get(nameOf(entry)) == entry;
    }

    private static String nameOf(Entry entry) {
        return entry.subscription.spec().name();
    }

    private void awaitReturn(Entry entry) {
        if (entry.end != null) {
            entry.end.cancel(false);
        }
        entry.end = work.schedule(() -> giveUp(entry), hold.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(Entry entry) {
        synchronized (this) {
            if (closed || entry.handle != null || !isKnown(entry)) {
                return;
            }
            remove(entry);
        }
        int waited = entry.subscription.giveUp();
        LOG.warn(
                "subscription {} has not come back within {} s and is forgotten; {} messages had waited for it",
                nameOf(entry),
                hold.toSeconds(),
                waited);
    }

    private void remove(Entry entry) {
        if (entry.end != null) {
            entry.end.cancel(false);
        }
        SubscriptionSpec spec = entry.subscription.spec();
        entries.remove(spec.name());
        spec.filters().forEach(filter -> tree.remove(filter, entry.subscription));
        remember();
    }

    private void remember() {
        Map<String, List<String>> durable = new LinkedHashMap<>();
        entries.values().stream()
                .map(entry -> entry.subscription.spec())
                .filter(SubscriptionSpec::durable)
                .forEach(spec -> durable.put(spec.name(), spec.filters()));
        if (!durable.equals(remembered)) {
            remembered = durable;
            work.execute(() -> names.write(durable));
        }
    }

    /** A publisher's connection has ended. */
    public void ended(Origin origin) {
        all().forEach(each -> each.ended(origin));
    }

    /** How they are: the open ones, and the closed ones that are waited for. */
    public List<Subscribed> status() {
        return all().stream().map(LocalSubscription::status).toList();
    }

    private synchronized List<LocalSubscription> all() {
        List<LocalSubscription> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.subscription));
        return all;
    }

    /** How many deliveries are open that a publisher waits for. */
    public int openDeliveries() {
        return all().stream()
                .filter(each -> each.spec().durable())
                .mapToInt(LocalSubscription::open)
                .sum();
    }

    /** Ends all deliveries; what was delivered can be acknowledged still. */
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(LocalSubscription::detach);
        all().forEach(LocalSubscription::awaitListener);
    }
}
