package io.graft.bus.broker.internal.local;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusStatus.Subscribed;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.BusThread;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.route.Origin;
import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;
import io.graft.bus.broker.internal.route.Receiver;
import io.graft.bus.broker.internal.route.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription of the gateway, open or, if it is durable, closed for a while. One message after the other is handed to
 * the listener, by whichever thread of the bus comes first; what the window has no place for waits, and its publishers
 * with it.
 */
final class LocalSubscription implements Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSubscription.class);
    private static final long LISTENER_SECONDS = 5;
    /** Beyond this, what publishers have left behind whose connections have ended is let go. */
    private static final int LEFT_BEHIND = 10_000;

    private static final long LEFT_BEHIND_BYTES = 32L << 20;

    private final Executor threads;
    private final Counters counters;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Set<LocalDelivery> open = new LinkedHashSet<>();
    private SubscriptionSpec spec;
    private BusListener listener;
    private long queuedBytes;
    private long openBytes;
    private long delivered;
    private boolean draining;
    private Thread delivering;
    private boolean gone;

    /** Closed. */
    LocalSubscription(SubscriptionSpec spec, Executor threads, Counters counters) {
        this.spec = spec;
        this.threads = threads;
        this.counters = counters;
    }

    synchronized SubscriptionSpec spec() {
        return spec;
    }

    synchronized boolean isOpen() {
        return listener != null;
    }

    synchronized int open() {
        return open.size();
    }

    /** Opens it, anew perhaps: what was not acknowledged comes again first. */
    void open(SubscriptionSpec newSpec, BusListener newListener) {
        boolean start;
        synchronized (this) {
            spec = newSpec;
            listener = newListener;
            delivered = 0;
            List<LocalDelivery> again = new ArrayList<>(open);
            open.clear();
            openBytes = 0;
            for (int i = again.size() - 1; i >= 0; i--) {
                Waiting content = again.get(i).content;
                content.repeated = true;
                queue.addFirst(content);
                queuedBytes += content.publication.weight();
            }
            start = begin();
        }
        if (start) {
            threads.execute(this::drain);
        }
    }

    @Override
    public void receive(Publication publication, Subscription subscription, Receipt receipt) {
        int qos = Math.min(publication.qos(), subscription.qos());
        boolean start;
        synchronized (this) {
            if (gone || (listener == null && !spec.durable())) {
                return;
            }
            boolean room = listener != null && hasRoom(publication.weight());
            if (!room && spec.qos() == Qos.AT_MOST_ONCE) {
                counters.dropped().increment();
                return;
            }
            boolean acknowledged = spec.durable() && qos > 0;
            if (acknowledged) {
                receipt.expect();
            }
            Waiting waiting = new Waiting(publication, acknowledged ? receipt : null, qos);
            if (!room) {
                waiting.held = true;
                publication.origin().hold();
            }
            queue.addLast(waiting);
            queuedBytes += publication.weight();
            start = begin();
        }
        if (start) {
            if (BusThread.isCurrent() && !publication.publisher().isEmpty()) {
                drain();
            } else {
                threads.execute(this::drain);
            }
        }
    }

    /** Whether there is a place behind all that waits already. */
    private boolean hasRoom(long size) {
        int ahead = open.size() + queue.size();
        return ahead == 0 || (ahead < spec.window() && openBytes + queuedBytes + size <= spec.windowBytes());
    }

    private boolean fits(Waiting next) {
        return open.isEmpty()
                || (open.size() < spec.window() && openBytes + next.publication.weight() <= spec.windowBytes());
    }

    /** Whether the caller has to drain the queue, since there is something to deliver and nobody does it. */
    private boolean begin() {
        if (draining || listener == null || queue.isEmpty() || !fits(queue.peekFirst())) {
            return false;
        }
        draining = true;
        return true;
    }

    private void drain() {
        while (true) {
            LocalDelivery delivery;
            BusListener to;
            synchronized (this) {
                delivering = null;
                dropExpired();
                if (listener == null || queue.isEmpty() || !fits(queue.peekFirst())) {
                    draining = false;
                    notifyAll();
                    return;
                }
                Waiting next = queue.removeFirst();
                queuedBytes -= next.publication.weight();
                delivery = new LocalDelivery(this, next);
                open.add(delivery);
                openBytes += next.publication.weight();
                delivered++;
                to = listener;
                delivering = Thread.currentThread();
            }
            delivery.content.unhold();
            counters.received().increment();
            deliver(to, delivery);
        }
    }

    private void dropExpired() {
        while (!queue.isEmpty() && queue.peekFirst().publication.expired()) {
            Waiting expired = queue.removeFirst();
            queuedBytes -= expired.publication.weight();
            counters.dropped().increment();
            expired.giveUp();
        }
    }

    private void deliver(BusListener to, LocalDelivery delivery) {
        try {
            to.deliver(delivery);
        } catch (RuntimeException | Error e) { // or nobody would ever deliver again
            LOG.error("the listener of subscription {} failed with {}; the message stays open", spec().name(), e, e);
        }
    }

    void acknowledge(LocalDelivery delivery) {
        boolean start;
        synchronized (this) {
            if (!open.remove(delivery)) {
                return;
            }
            openBytes -= delivery.content.publication.weight();
            start = begin();
        }
        if (delivery.content.receipt != null) {
            delivery.content.receipt.done();
        }
        if (start) {
            threads.execute(this::drain);
        }
    }

    /** No delivery begins any more, but for one that has begun already. What is there stays, for the next one to open it. */
    synchronized void detach() {
        listener = null;
    }

    /** Waits, once detached, until the listener has returned. */
    void awaitListener() {
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LISTENER_SECONDS);
        synchronized (this) {
            while (delivering != null && delivering != Thread.currentThread() && !interrupted) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    LOG.warn(
                            "the listener of subscription {} has not returned for {} s", spec.name(), LISTENER_SECONDS);
                    break;
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is kept: publishers need not wait for it any more. Returns how many messages at least once that concerns. */
    int giveUp() {
        List<Waiting> all = new ArrayList<>();
        synchronized (this) {
            gone = true;
            open.forEach(delivery -> all.add(delivery.content));
            all.addAll(queue);
            open.clear();
            queue.clear();
            openBytes = 0;
            queuedBytes = 0;
        }
        all.forEach(Waiting::giveUp);
        counters.dropped().add(all.stream().filter(each -> each.qos == 0).count());
        return (int) all.stream().filter(each -> each.receipt != null).count();
    }

    /** A publisher is gone: lets go of what it left behind if there is too much of that. */
    void ended(Origin origin) {
        synchronized (this) {
            if (queue.size() <= LEFT_BEHIND && queuedBytes <= LEFT_BEHIND_BYTES) {
                return;
            }
            queue.removeIf(each -> {
                boolean leftBehind = each.publication.origin() == origin;
                if (leftBehind) {
                    queuedBytes -= each.publication.weight();
                    if (each.qos == 0) {
                        counters.dropped().increment();
                    }
                }
                return leftBehind;
            });
        }
    }

    synchronized Subscribed status() {
        return new Subscribed(spec.name(), spec.filters(), spec.qos(), spec.durable(), delivered, open.size());
    }
}
