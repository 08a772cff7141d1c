package io.graft.bus.broker.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.broker.internal.local.DurableNames;
import io.graft.bus.broker.internal.local.LocalSubscriptions;
import io.graft.bus.broker.internal.local.OwnPublications;
import io.graft.bus.broker.internal.mqtt.Hub;
import io.graft.bus.broker.internal.mqtt.Sessions;
import io.graft.bus.broker.internal.route.Retained;
import io.graft.bus.broker.internal.route.Router;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker as a bus: the gateway's own subscriptions and publications never leave the process. */
public final class Broker implements MessageBus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    /** What the names of all its threads begin with. */
    static final String THREADS = "graft-broker-";

    private static final int IO_THREADS = 2;
    private static final int RETAINED = 10_000;
    private static final long RETAINED_BYTES = 32L << 20;
    private static final Duration PUBLISH_PATIENCE = Duration.ofMinutes(1);
    private static final long SWEEP_SECONDS = 1;
    private static final long QUIET_MILLIS = 10;
    private static final long CLOSE_MILLIS = 4_000;
    private static final long DRAIN_STEP_MILLIS = 5;

    private final Counters counters = new Counters();
    private final EventLoopGroup io;
    private final ScheduledThreadPoolExecutor work;
    private final LocalSubscriptions subscriptions;
    private final OwnPublications publications;
    private final Sessions sessions;
    private final Port port;

    private volatile BrokerSettings settings;
    private volatile boolean closed;

    /**
     * The bus; {@link #start} opens the port.
     *
     * @param memory the file with the names of durable subscriptions
     */
    public Broker(BrokerSettings settings, Path memory) {
        this.settings = settings;
        AtomicInteger numbers = new AtomicInteger();
        ThreadFactory threads = task -> new BusThread(task, THREADS + "io-" + numbers.incrementAndGet());
        this.io = new MultiThreadIoEventLoopGroup(IO_THREADS, threads, NioIoHandler.newFactory());
        this.work = new ScheduledThreadPoolExecutor(1, task -> new BusThread(task, THREADS + "work"));
        work.setRemoveOnCancelPolicy(true);
        work.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Router router = new Router(
                new Retained(RETAINED, RETAINED_BYTES, () -> counters.dropped().increment()));
        this.subscriptions = new LocalSubscriptions(
                router.tree(), this::execute, work, counters, new DurableNames(memory), settings.hold());
        this.publications = new OwnPublications(router, this::execute, counters, PUBLISH_PATIENCE);
        this.sessions = new Sessions(router.tree(), () -> this.settings.limits(), counters, work);
        this.port = new Port(
                new Hub(() -> this.settings, router, subscriptions, sessions, counters, new Seldom(), work), io, work);
        subscriptions.restore();
        var unused = work.scheduleWithFixedDelay(publications::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins to listen. */
    void start() {
        port.use(settings);
    }

    /** Does something in a thread of the bus; nothing once these have ended. */
    private void execute(Runnable task) {
        try {
            io.next().execute(task);
        } catch (RejectedExecutionException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    BrokerSettings settings() {
        return settings;
    }

    /** Works like this from now on. */
    void use(BrokerSettings newSettings) {
        settings = newSettings;
        subscriptions.hold(newSettings.hold());
        port.use(newSettings);
    }

    /** The port that is open, or 0. */
    int port() {
        return port.view().number();
    }

    /** Why the port is not open, in one line; empty if it is, or need not be. */
    String problem() {
        return port.view().problem();
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        if (closed) {
            return CompletableFuture.failedFuture(new BusUnavailableException("the bus has been closed"));
        }
        int most = settings.limits().messageBytes();
        if (message.payload().length > most) {
            counters.rejected().increment();
            return CompletableFuture.failedFuture(new BusException("the message for " + message.topic() + " has "
                    + message.payload().length + " bytes, more than message.max.bytes = " + most
                    + " of io.graft.bus.broker"));
        }
        return publications.publish(message);
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        return subscriptions.open(spec, listener);
    }

    @Override
    public BusStatus status() {
        Port.View view = port.view();
        return new BusStatus(
                !closed,
                view.endpoint(),
                closed ? "closed" : view.detail(),
                sessions.connected(),
                counters.published().sum(),
                counters.received().sum(),
                counters.dropped().sum(),
                counters.rejected().sum(),
                subscriptions.status());
    }

    /** Ends deliveries, waits a little for acknowledgements, tells clients, and leaves nothing behind. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        boolean interrupted = Thread.interrupted();
        port.stopReading();
        subscriptions.close();
        interrupted |= awaitAcknowledgements();
        publications.close();
        port.close();
        interrupted |= awaitWritten();
        work.shutdownNow();
        interrupted |= awaitWork();
        io.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitAcknowledgements() {
        long end = System.nanoTime() + settings.drain().toNanos();
        while (subscriptions.openDeliveries() > 0 && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(DRAIN_STEP_MILLIS);
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }

    /** What is to be remembered of subscriptions is written before the thread that writes it ends. */
    private boolean awaitWritten() {
        try {
            work.submit(() -> {}).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker's subscriptions may not have been written when it was closed: {}", e.toString());
            return false;
        }
    }

    private boolean awaitWork() {
        try {
            return !work.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS) && Thread.interrupted();
        } catch (InterruptedException e) {
            return true;
        }
    }
}
