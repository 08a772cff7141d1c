package io.graft.bus.binding.internal;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.SubscriptionSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands deliveries to a listener, never more than its window at once. One provider keeps the window by itself; two of
 * them in a swap, or the same one after it has connected anew, together do not: what is beyond waits here. Safe for use
 * by many threads.
 */
final class Window {

    private static final Logger LOG = LoggerFactory.getLogger(Window.class);
    private static final long CLOSE_SECONDS = 1;
    private static final int CONNECTIONS = 2;

    private final SubscriptionSpec spec;
    private final BusListener listener;
    private final Runnable told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedOver = lock.newCondition();
    private final Deque<Counted> waiting = new ArrayDeque<>();
    private final Map<Link, Integer> held = new HashMap<>(CONNECTIONS);
    private Thread handing;
    private boolean closed;
    private int open;
    private long openBytes;
    private long waitingBytes;
    private long delivered;

    /** @param told told of every message that the listener gets */
    Window(SubscriptionSpec spec, BusListener listener, Runnable told) {
        this.spec = spec;
        this.listener = listener;
        this.told = told;
    }

    long delivered() {
        lock.lock();
        try {
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** A message has come by a link. */
    void arrive(Link link, Delivery delivery) {
        Counted counted = new Counted(link, delivery);
        lock.lock();
        try {
            if (closed) {
                return;
            }
            link.deliveryBegins();
            held.merge(link, 1, Integer::sum);
            if (handing != null || !waiting.isEmpty() || !fits(counted)) {
                waiting.add(counted);
                waitingBytes += counted.size();
                forgetOldest();
                return;
            }
            take(counted);
        } finally {
            lock.unlock();
        }
        hand(counted);
    }

    /**
     * Ends deliveries: none begins any more when this has returned. Those that were made can still be acknowledged, and
     * hold up no provider.
     */
    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            waitingBytes = 0;
            held.forEach(Link::deliveriesEnd);
            held.clear();
            long left = TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
            while (handing != null && handing != Thread.currentThread() && left > 0) {
                left = handedOver.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(Counted next) {
        return open == 0 || (open < spec.window() && openBytes + next.size() <= spec.windowBytes());
    }

    private void take(Counted next) {
        open++;
        openBytes += next.size();
        delivered++;
    }

    /** What no connection can have sent that is still there; it comes again. */
    private void forgetOldest() {
        while (waiting.size() > CONNECTIONS
                && (waiting.size() > (long) CONNECTIONS * spec.window()
                        || waitingBytes > CONNECTIONS * spec.windowBytes())) {
            Counted oldest = waiting.remove();
            waitingBytes -= oldest.size();
            letGo(oldest.link);
        }
    }

    private void letGo(Link link) {
        if (!closed) {
            held.computeIfPresent(link, (of, count) -> count == 1 ? null : count - 1);
            link.deliveriesEnd(1);
        }
    }

    private void release(Counted ended) {
        lock.lock();
        try {
            open--;
            openBytes -= ended.size();
            letGo(ended.link);
            if (handing != null || waiting.isEmpty()) {
                return;
            }
            handing = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        for (Counted next = next(); next != null; next = next()) {
            hand(next);
        }
    }

    /** The next one that is to be handed over; null if this thread has nothing more to hand over. */
    private Counted next() {
        lock.lock();
        try {
            Counted next = waiting.peek();
            if (next == null || !fits(next)) {
                handing = null;
                handedOver.signalAll();
                return null;
            }
            waiting.remove();
            waitingBytes -= next.size();
            take(next);
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void hand(Counted next) {
        told.run();
        try {
            listener.deliver(next);
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "Subscription {}: a message on {} could not be taken; it comes again after the next connection",
                    spec.name(),
                    next.message().topic(),
                    e);
        }
    }

    /** A delivery that is counted until it is acknowledged. */
    private final class Counted implements Delivery {

        private final Link link;
        private final Delivery delivery;
        private final AtomicBoolean ended = new AtomicBoolean();

        Counted(Link link, Delivery delivery) {
            this.link = link;
            this.delivery = delivery;
        }

        int size() {
            return delivery.message().payload().length;
        }

        @Override
        public BusMessage message() {
            return delivery.message();
        }

        @Override
        public boolean repeated() {
            return delivery.repeated();
        }

        @Override
        public void acknowledge() {
            if (ended.compareAndSet(false, true)) {
                delivery.acknowledge();
                release(this);
            }
        }
    }
}
