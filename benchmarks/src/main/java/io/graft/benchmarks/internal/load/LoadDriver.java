package io.graft.benchmarks.internal.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Drives many connections from the calling thread, so that it takes as little as can be from a server on the same
 * machine. {@link #stop()} and {@link #answered()} may be called from any thread.
 */
public final class LoadDriver {

    private static final long HOUSEKEEPING = Duration.ofMillis(100).toNanos();
    private static final long FINEST_WAIT = TimeUnit.MICROSECONDS.toNanos(100);

    private final LoadSpec spec;
    private final RequestSource source;
    private final Witness witness;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private Recorder recorder;
    private long requests;
    private long nextDue;
    private long lastOpen;
    private boolean sending = true;
    private volatile boolean stopped;
    private volatile long answered;

    public LoadDriver(LoadSpec spec, RequestSource source) {
        this(spec, source, Witness.NONE);
    }

    /** A load of which somebody is told what became of every request. */
    public LoadDriver(LoadSpec spec, RequestSource source, Witness witness) {
        this.spec = spec;
        this.source = source;
        this.witness = witness;
    }

    /** Ends sending; {@link #run()} returns when what is under way is answered. */
    public void stop() {
        stopped = true;
    }

    /** Answers so far, with any status. */
    public long answered() {
        return answered;
    }

    /**
     * Runs the load to its end. May be called once.
     *
     * @throws IOException if the server takes no connection at the start
     */
    public LoadResult run() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < spec.connections(); i++) {
                Connection connection = new Connection(spec.address(), selector);
                connections.add(connection);
                connection.connect();
                idle.add(connection);
            }
            loop(selector);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        return recorder.result();
    }

    private void loop(Selector selector) throws IOException {
        long start = System.nanoTime();
        long end = start + spec.atMost().toNanos();
        long nextHousekeeping = start + HOUSEKEEPING;
        recorder = new Recorder(spec.expectedStatus(), start, spec.warmUp());
        nextDue = start;
        lastOpen = start;
        while (true) {
            long now = System.nanoTime();
            sending &= !stopped && now < end;
            if (now >= nextHousekeeping) {
                nextHousekeeping = now + HOUSEKEEPING;
                housekeeping(now);
            }
            sendWhatIsDue();
            if (!sending && connections.stream().noneMatch(Connection::busy)) {
                return;
            }
            await(selector);
        }
    }

    private void sendWhatIsDue() {
        while (sending && !idle.isEmpty()) {
            long now = System.nanoTime();
            if (spec.ratePerSecond() > 0 && nextDue > now) {
                return;
            }
            Connection connection = idle.poll();
            sending = source.next(connection.request());
            if (!sending) {
                idle.add(connection);
                return;
            }
            long since = now;
            if (spec.ratePerSecond() > 0) {
                since = nextDue;
                nextDue += Math.max(1, Math.round(1e9 / spec.ratePerSecond()));
            }
            try {
                connection.send(since, requests++);
            } catch (IOException e) {
                lose(connection, e.toString());
            }
        }
    }

    private void await(Selector selector) throws IOException {
        long wait = HOUSEKEEPING;
        if (sending && !idle.isEmpty()) {
            wait = nextDue - System.nanoTime();
        }
        if (wait >= TimeUnit.MILLISECONDS.toNanos(1)) {
            selector.select(this::ready, TimeUnit.NANOSECONDS.toMillis(wait));
        } else {
            LockSupport.parkNanos(Math.min(wait, FINEST_WAIT));
            selector.selectNow(this::ready);
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        if (!key.isValid() || !connection.open()) {
            return;
        }
        try {
            if (key.isWritable()) {
                connection.flush();
            }
            if (key.isReadable() && connection.receive()) {
                answered(connection);
            }
        } catch (IOException e) {
            lose(connection, e.toString());
        }
    }

    // the one thread of the load writes it, others only read
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void answered(Connection connection) throws IOException {
        ResponseParser response = connection.response();
        long now = System.nanoTime();
        recorder.answered(response.status(), connection.since(), now, response);
        witness.answered(connection.number(), response.status(), connection.since(), now, response::bodyStart);
        answered++;
        if (response.closes()) {
            connection.close();
            reconnect(connection);
        } else {
            idle.add(connection);
        }
    }

    private void lose(Connection connection, String why) {
        if (connection.busy()) {
            recorder.lost(why);
            witness.lost(connection.number(), connection.since(), System.nanoTime(), why);
        }
        idle.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            recorder.fault("closing a connection: " + e);
        }
        reconnect(connection);
    }

    private void reconnect(Connection connection) {
        try {
            connection.connect();
            idle.add(connection);
        } catch (IOException e) {
            recorder.fault("connecting again: " + e);
        }
    }

    private void housekeeping(long now) {
        for (Connection connection : connections) {
            if (!connection.open()) {
                reconnect(connection);
            } else if (connection.busy()
                    && now - connection.sent() > spec.patience().toNanos()) {
                lose(connection, "no answer within " + spec.patience().toMillis() + " ms");
            }
        }
        if (connections.stream().anyMatch(Connection::open)) {
            lastOpen = now;
        } else if (now - lastOpen > spec.patience().toNanos()) {
            recorder.fault(
                    "the server took no connection for " + spec.patience().toMillis() + " ms");
            stop();
        }
    }
}
