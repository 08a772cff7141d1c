package io.graft.bus.broker.internal;

import io.graft.bus.broker.internal.BrokerSettings.Listening;
import io.graft.bus.broker.internal.mqtt.Hub;
import io.graft.bus.broker.internal.mqtt.Listener;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's port: opened as it is configured, again and again while that fails. */
final class Port {

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    private static final long AGAIN_FIRST_MILLIS = 250;
    private static final long AGAIN_MOST_MILLIS = 30_000;
    private static final int PAGE = 8 << 10;
    private static final int CHUNK_ORDER = 7;

    private final Hub hub;
    private final EventLoopGroup threads;
    private final ScheduledExecutorService work;
    /** One arena with chunks of a megabyte: what the broker needs at rest. Larger buffers are made as they are needed. */
    private final ByteBufAllocator buffers = new PooledByteBufAllocator(true, 1, 1, PAGE, CHUNK_ORDER, 0, 0, true);

    private Listening wanted;
    private boolean enabled;
    private Listener open;
    private Instant since = Instant.now();
    private Future<?> again;
    private long wait;
    private boolean closed;
    private volatile String problem = "";

    Port(Hub hub, EventLoopGroup threads, ScheduledExecutorService work) {
        this.hub = hub;
        this.threads = threads;
        this.work = work;
    }

    /** Opens, closes or leaves it. */
    synchronized void use(BrokerSettings settings) {
        if (closed || (settings.enabled() == enabled && settings.listening().equals(wanted))) {
            return;
        }
        enabled = settings.enabled();
        wanted = settings.listening();
        if (again != null) {
            again.cancel(false);
        }
        wait = AGAIN_FIRST_MILLIS;
        problem = "";
        work.execute(this::listen);
    }

    private synchronized void listen() {
        if (closed) {
            return;
        }
        if (open != null) {
            disconnect();
            open.close();
            open = null;
        }
        if (!enabled) {
            LOG.info("the broker's port is closed, as configured; the gateway's own messages go on");
            return;
        }
        try {
            open = Listener.open(wanted, hub, threads, buffers);
            since = Instant.now();
            problem = "";
            LOG.info("the broker listens on {}", endpoint());
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        String now = "the broker can't listen on " + wanted + ": " + e.getMessage();
        if (!now.equals(problem)) {
            LOG.warn("{}; it is tried again for ever, and the gateway's own messages go on", now);
        }
        problem = now;
        again = work.schedule(this::listen, wait, TimeUnit.MILLISECONDS);
        wait = Math.min(2 * wait, AGAIN_MOST_MILLIS);
    }

    private void disconnect() {
        hub.sessions().disconnectAll(Disconnect.SERVER_SHUTTING_DOWN, "the broker closes its port");
    }

    String problem() {
        return problem;
    }

    synchronized int number() {
        return open == null ? 0 : open.port();
    }

    synchronized String endpoint() {
        if (!enabled) {
            return "none";
        }
        return open == null
                ? wanted.toString()
                : new Listening(wanted.host(), open.port(), wanted.keystore(), "", "", "").toString();
    }

    synchronized String detail() {
        if (!problem.isEmpty()) {
            return problem;
        }
        if (open == null) {
            return enabled
                    ? "the port is being opened"
                    : "the port is closed by configuration; the gateway's own messages go on";
        }
        return "listening since " + since.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Lets nobody in any more, and reads nothing more. */
    synchronized void stopReading() {
        closed = true;
        if (again != null) {
            again.cancel(false);
        }
        if (open != null) {
            open.stopReading();
        }
    }

    /** Ends all connections. */
    synchronized void close() {
        disconnect();
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
