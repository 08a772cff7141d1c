package io.graft.bus.mqtt.internal;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.bus.Topics;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription with a session of its own at the broker. Delivers in the loop's thread, in order, as far as the window
 * goes; then it stops reading from the socket, so that what is beyond waits at the broker. What was read by then, one
 * buffer of the socket, waits here.
 */
final class Subscription implements Session.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final long LISTENER_SECONDS = 1;

    private final SubscriptionSpec spec;
    private final List<String> asked;
    private final BusListener listener;
    private final EventExecutor loop;
    private final Troubles troubles;
    private final Window window;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder strays = new LongAdder();
    private final Queue<Link.Incoming> waiting = new ArrayDeque<>();
    private final Object delivering = new Object();

    private final CompletableFuture<Void> decision = new CompletableFuture<>();
    private CompletableFuture<Void> preparing = new CompletableFuture<>();
    private volatile long nextSize;
    private Optional<Link> paused = Optional.empty();
    private volatile boolean resumable;
    private volatile String state = "connecting";
    private volatile boolean connected;
    private boolean busy;
    private boolean closed;
    private Optional<Runnable> whenDrained = Optional.empty();

    Subscription(SubscriptionSpec spec, BusListener listener, EventExecutor loop, Troubles troubles) {
        this.spec = spec;
        this.asked = Filters.disjoint(spec.filters());
        this.listener = listener;
        this.loop = loop;
        this.troubles = troubles;
        this.window = new Window(spec.window(), spec.windowBytes());
    }

    SubscriptionSpec spec() {
        return spec;
    }

    @Override
    public CompletableFuture<Void> prepare(Link link) {
        CompletableFuture<Void> prepared = new CompletableFuture<>();
        preparing = prepared;
        var unused = link.subscribe(asked, spec.qos()).whenComplete((done, refused) -> {
            if (refused == null) {
                prepared.complete(null);
            } else if (!prepared.completeExceptionally(refused)) {
                link.cut();
            }
        });
        return prepared;
    }

    @Override
    public void up(Link link) {
        connected = true;
        state = "connected since " + Troubles.now();
        decision.complete(null);
    }

    @Override
    public void down(String reason) {
        connected = false;
        state = reason;
        waiting.clear();
        measureNext();
        paused = Optional.empty();
        resumable = false;
        window.lost();
        if (Reasons.isOfSubscription(reason)) {
            troubles.warn("subscription " + spec.name() + ": " + reason);
        } else {
            troubles.failed(reason);
        }
        decision.complete(null);
        checkDrained();
    }

    /** Waits until the broker has said yes or no for the first time. */
    void awaitDecision(Duration atMost) {
        try {
            decision.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the broker has not answered subscription {} yet", spec.name(), e);
        }
    }

    @Override
    public void received(Link link, Link.Incoming message) {
        if (isClosed()) {
            // Not acknowledged: it comes again to the next subscription of this name, and so does what is not read.
            link.pause();
            return;
        }
        if (!matches(spec.filters(), message)) {
            message.acknowledgement().run();
            if (matches(asked, message)) {
                return;
            }
            strays.increment();
            troubles.warn("it sends messages to subscription " + spec.name() + " that it has not asked for, as "
                    + spec.filters() + ": they are acknowledged and ignored");
            return;
        }
        if (waiting.isEmpty() && window.enter(message.size())) {
            deliver(message);
        } else {
            waiting.add(message);
            measureNext();
        }
        if (paused.isEmpty() && (!waiting.isEmpty() || window.full())) {
            paused = Optional.of(link);
            link.pause();
            // The broker's answer may be behind what it kept for the session, and is not read before that.
            preparing.complete(null);
            resumable = true;
            resumeIfRoomy();
        }
    }

    private static boolean matches(List<String> filters, Link.Incoming message) {
        return filters.stream().anyMatch(filter -> Topics.matches(filter, message.topic()));
    }

    private void deliver(Link.Incoming message) {
        Taken taken = new Taken(message, window.connection());
        synchronized (delivering) {
            if (closed) {
                window.leave(message.size(), taken.connection);
                return;
            }
            busy = true;
        }
        delivered.increment();
        try {
            listener.deliver(taken);
        } catch (Throwable e) {
            // The client would deliver nothing more.
            LOG.error(
                    "subscription {} failed with a message of {}, which stays unacknowledged",
                    spec.name(),
                    message.topic(),
                    e);
        } finally {
            synchronized (delivering) {
                busy = false;
                delivering.notifyAll();
            }
        }
    }

    private void measureNext() {
        Link.Incoming next = waiting.peek();
        nextSize = next == null ? 0 : next.size();
    }

    private void resumeIfRoomy() {
        if (resumable && window.roomy(nextSize)) {
            resumable = false;
            try {
                loop.execute(this::resume);
            } catch (RejectedExecutionException e) {
                LOG.debug("the bus is closed, nothing more is read for {}", spec.name());
            }
        }
    }

    private void resume() {
        Link.Incoming next = waiting.peek();
        while (next != null && window.enter(next.size())) {
            waiting.remove();
            deliver(next);
            next = waiting.peek();
        }
        measureNext();
        if (waiting.isEmpty() && !window.full()) {
            paused.ifPresent(Link::resume);
            paused = Optional.empty();
        } else if (paused.isPresent()) {
            resumable = true;
            resumeIfRoomy();
        }
    }

    /**
     * Ends deliveries: none begins after this has returned.
     *
     * @param drained runs when all that were made are acknowledged, perhaps at once
     */
    void close(Runnable drained) {
        synchronized (delivering) {
            closed = true;
            whenDrained = Optional.of(drained);
            awaitListener();
        }
        checkDrained();
    }

    private boolean isClosed() {
        synchronized (delivering) {
            return closed;
        }
    }

    private void awaitListener() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LISTENER_SECONDS);
        while (busy && !loop.inEventLoop() && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(delivering, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void checkDrained() {
        Optional<Runnable> drained;
        synchronized (delivering) {
            if (whenDrained.isEmpty() || window.open() > 0) {
                return;
            }
            drained = whenDrained;
            whenDrained = Optional.empty();
        }
        drained.get().run();
    }

    boolean connected() {
        return connected;
    }

    /** Since when it is connected, or why not. */
    String state() {
        return state;
    }

    long delivered() {
        return delivered.sum();
    }

    /** Messages that nobody has asked for. */
    long strays() {
        return strays.sum();
    }

    BusStatus.Subscribed status() {
        return new BusStatus.Subscribed(
                spec.name(), spec.filters(), spec.qos(), spec.durable(), delivered.sum(), window.open());
    }

    private final class Taken implements Delivery {

        private final Link.Incoming incoming;
        private final int connection;
        private final AtomicBoolean acknowledged = new AtomicBoolean();

        Taken(Link.Incoming incoming, int connection) {
            this.incoming = incoming;
            this.connection = connection;
        }

        @Override
        public BusMessage message() {
            return incoming.message();
        }

        @Override
        public boolean repeated() {
            // The client keeps the broker's word on that to itself.
            return false;
        }

        @Override
        public void acknowledge() {
            if (!acknowledged.compareAndSet(false, true)) {
                return;
            }
            try {
                incoming.acknowledgement().run();
            } catch (RejectedExecutionException e) {
                LOG.debug("a message of {} was acknowledged after the bus was closed", incoming.topic());
            }
            window.leave(incoming.size(), connection);
            resumeIfRoomy();
            checkDrained();
        }
    }
}
