package io.graft.bus.mqtt.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusUnavailableException;
import io.graft.bus.mqtt.internal.MqttSettings.Publishing;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Publishes by the gateway's own session. Without a connection, or with too much under way, it fails at once: nothing is
 * queued here. What the broker does not answer in time fails, but keeps its place until the broker answers or the
 * connection ends, so that what waits in the client is bounded too.
 */
final class Publisher implements Session.Owner {

    private static final long SWEEP_MILLIS = 250;

    private final EventExecutor loop;
    private final MqttSettings settings;
    private final Reasons reasons;
    private final Troubles troubles;
    private final Runnable whenUp;
    private final ConcurrentLinkedQueue<Open> open = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Object bounds = new Object();
    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private volatile Optional<Link> link = Optional.empty();
    private volatile String state = "connecting";
    private int openMessages;
    private long openBytes;

    Publisher(EventExecutor loop, MqttSettings settings, Reasons reasons, Troubles troubles, Runnable whenUp) {
        this.loop = loop;
        this.settings = settings;
        this.reasons = reasons;
        this.troubles = troubles;
        this.whenUp = whenUp;
    }

    CompletionStage<Void> publish(BusMessage message) {
        Optional<Link> connected = link;
        if (connected.isEmpty()) {
            return CompletableFuture.failedFuture(
                    new BusUnavailableException("no connection to the broker " + settings.endpoint() + ": " + state));
        }
        long bytes = message.payload().length;
        Optional<String> full = enter(bytes);
        if (full.isPresent()) {
            return CompletableFuture.failedFuture(new BusUnavailableException(full.get()));
        }
        Open waiting =
                new Open(System.nanoTime() + settings.publishing().timeout().toNanos());
        open.add(waiting);
        sweepLater();
        try {
            var unused = connected.get().publish(message).whenComplete((done, failure) -> {
                leave(bytes);
                open.remove(waiting);
                answered(waiting, message, failure);
            });
        } catch (IllegalArgumentException e) {
            // The client is stricter with what may be in a topic.
            leave(bytes);
            open.remove(waiting);
            throw e;
        }
        return waiting.result;
    }

    private void answered(Open waiting, BusMessage message, Throwable failure) {
        if (failure == null) {
            published.increment();
            waiting.result.complete(null);
            return;
        }
        String reason = reasons.of(failure, settings.clientId());
        if (Reasons.isOfMessage(reason)) {
            refused.increment();
            waiting.result.completeExceptionally(new BusException(message.topic() + ": " + reason, failure));
        } else {
            waiting.result.completeExceptionally(new BusUnavailableException(
                    "the connection to the broker has ended before it said that it has the message: " + reason,
                    failure));
        }
    }

    private Optional<String> enter(long bytes) {
        Publishing most = settings.publishing();
        synchronized (bounds) {
            if (openMessages >= most.open()) {
                return Optional.of("the broker has not answered " + openMessages
                        + " publications yet, which is the most (publish.open.max); publish more slowly");
            }
            if (openMessages > 0 && openBytes + bytes > most.openBytes()) {
                return Optional.of("the broker has not answered publications of " + openBytes
                        + " bytes yet, of at most " + most.openBytes() + " (publish.open.bytes); publish more slowly");
            }
            openMessages++;
            openBytes += bytes;
            return Optional.empty();
        }
    }

    private void leave(long bytes) {
        synchronized (bounds) {
            openMessages--;
            openBytes -= bytes;
        }
    }

    private void sweepLater() {
        if (sweeping.compareAndSet(false, true)) {
            var unused = loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping.set(false);
        long now = System.nanoTime();
        Duration timeout = settings.publishing().timeout();
        Open eldest = open.peek();
        while (eldest != null && eldest.deadline - now < 0) {
            open.remove(eldest);
            eldest.result.completeExceptionally(new BusUnavailableException("the broker " + settings.endpoint()
                    + " did not say within " + timeout.toMillis() + " ms that it has the message"));
            eldest = open.peek();
        }
        if (eldest != null) {
            sweepLater();
        }
    }

    /** Fails what still waits. */
    void close() {
        link = Optional.empty();
        state = "the bus was closed";
        Open waiting = open.poll();
        while (waiting != null) {
            waiting.result.completeExceptionally(
                    new BusUnavailableException("the bus was closed before the broker said that it has the message"));
            waiting = open.poll();
        }
    }

    @Override
    public CompletableFuture<Void> prepare(Link prepared) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void received(Link from, Link.Incoming message) {
        message.acknowledgement().run();
    }

    @Override
    public void up(Link connected) {
        state = "connected since " + Troubles.now();
        link = Optional.of(connected);
        troubles.connected();
        whenUp.run();
    }

    @Override
    public void down(String reason) {
        link = Optional.empty();
        state = reason;
        troubles.failed(reason);
    }

    boolean connected() {
        return link.isPresent();
    }

    /** Since when it is connected, or why not. */
    String state() {
        return state;
    }

    long published() {
        return published.sum();
    }

    long refused() {
        return refused.sum();
    }

    private static final class Open {

        private final long deadline;
        private final CompletableFuture<Void> result = new CompletableFuture<>();

        Open(long deadline) {
            this.deadline = deadline;
        }
    }
}
