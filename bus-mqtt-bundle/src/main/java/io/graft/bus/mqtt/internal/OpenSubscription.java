package io.graft.bus.mqtt.internal;

import io.graft.api.bus.BusSubscription;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** From the opening of a subscription to the end of its session. Safe for use by many threads. */
final class OpenSubscription implements BusSubscription {

    /** Where open subscriptions are known. */
    interface Register {

        /** It is no longer open, and on its way out. */
        void leaving(OpenSubscription subscription);

        /** It has ended. */
        void left(OpenSubscription subscription);

        /** Lets the broker forget the session of a subscription that has ended, unless another has its name now. */
        CompletableFuture<Void> forget(OpenSubscription subscription);
    }

    private final Subscription subscription;
    private final Session session;
    private final EventExecutor loop;
    private final Duration drain;
    private final Register register;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile CompletableFuture<Void> gone = ended;

    OpenSubscription(
            Subscription subscription, Session session, EventExecutor loop, Duration drain, Register register) {
        this.subscription = subscription;
        this.session = session;
        this.loop = loop;
        this.drain = drain;
        this.register = register;
    }

    Subscription subscription() {
        return subscription;
    }

    void open() {
        session.open();
    }

    /** The broker is there (again). */
    void broker() {
        session.hurry();
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        register.leaving(this);
        var unused = ended.thenRun(() -> register.left(this));
        try {
            var patience = loop.schedule(this::disconnect, drain.toMillis(), TimeUnit.MILLISECONDS);
            subscription.close(() -> {
                patience.cancel(false);
                disconnect();
            });
        } catch (RejectedExecutionException e) {
            ended.complete(null);
        }
    }

    @Override
    public void cancel() {
        if (subscription.spec().durable() && cancelled.compareAndSet(false, true)) {
            gone = ended.thenCompose(done -> register.forget(this));
        }
        close();
    }

    /** Waits for no more acknowledgements; completes when nothing is left of it here, nor at the broker if cancelled. */
    CompletableFuture<Void> hurry() {
        disconnect();
        return gone;
    }

    /** Completes when nothing is left of it here, nor at the broker if it was cancelled. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    private void disconnect() {
        var unused = session.close().thenRun(() -> ended.complete(null));
    }
}
