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
    private Future<?> again;
    private long wait;
    private boolean closed;
    private volatile View view = new View("none", "the port is not open yet", 0, "");

    /**
     * What there is to be seen, at any time, without waiting for what is being done.
     *
     * @param number the port that is open, or 0
     * @param problem why it is not open, in one line; empty if it is, or need not be
     */
    record View(String endpoint, String detail, int number, String problem) {}

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
        if (open == null) {
            view = new View(endpoint(0), "the port is being opened", 0, "");
        }
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
            view = new View("none", "the port is closed by configuration; the gateway's own messages go on", 0, "");
            LOG.info("the broker's port is closed, as configured; the gateway's own messages go on");
            return;
        }
        try {
            open = Listener.open(wanted, hub, threads, buffers);
            String endpoint = endpoint(open.port());
            view = new View(
                    endpoint, "listening since " + Instant.now().truncatedTo(ChronoUnit.SECONDS), open.port(), "");
            LOG.info("the broker listens on {}", endpoint);
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        String now = "the broker can't listen on " + wanted + ": " + e.getMessage();
        if (!now.equals(view.problem())) {
            LOG.warn("{}; it is tried again for ever, and the gateway's own messages go on", now);
        }
        view = new View(endpoint(0), now, 0, now);
        again = work.schedule(this::listen, wait, TimeUnit.MILLISECONDS);
        wait = Math.min(2 * wait, AGAIN_MOST_MILLIS);
    }

    private void disconnect() {
        hub.sessions().disconnectAll(Disconnect.SERVER_SHUTTING_DOWN, "the broker closes its port");
    }

    private String endpoint(int number) {
        return (wanted.tls() ? "ssl://" : "tcp://") + wanted.host() + ":" + (number == 0 ? wanted.port() : number);
    }

    View view() {
        return view;
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
        view = new View(view.endpoint(), "closed", 0, "");
    }
}
