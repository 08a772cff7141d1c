package io.graft.command.internal.http;

import io.graft.command.internal.http.ExchangeException.Kind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks device services over HTTP/1.1, on the caller's thread, with one deadline for a whole exchange. No redirect is
 * followed. The JDK's {@code java.net.http} would cost 25 MB of memory and can't be closed; its {@code HttpURLConnection}
 * may send a PUT twice. Safe for use by many threads.
 */
public final class DeviceClient implements AutoCloseable {

    /**
     * How long it waits and how much it takes.
     *
     * @param connect for a connection
     * @param exchange for a whole exchange, the connection included
     * @param maxAnswer the longest body of an answer, in bytes
     */
    public record Limits(Duration connect, Duration exchange, int maxAnswer) {}

    /**
     * A request.
     *
     * @param method GET or PUT; a GET may be sent a second time, over a new connection
     * @param path path and query, encoded, without the base address's
     * @param headers besides those of the connection and the body
     * @param json the body, or null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // sent, not compared
    public record Call(String method, String path, Map<String, String> headers, byte[] json) {}

    private static final Duration MAX_IDLE = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int MAX_KEPT = 8;
    private static final long BUDGET = 48L << 20;

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Map<BaseAddress, Deque<Connection>> kept = new ConcurrentHashMap<>();
    private final AnswerBudget budget = new AnswerBudget(BUDGET);
    private final Supplier<SSLSocketFactory> tls;
    private final ScheduledThreadPoolExecutor deadlines;
    private volatile boolean closed;

    /** Trusts whom the JVM trusts. */
    public DeviceClient() {
        // Asked for when it is needed: it reads all the JVM's certificates.
        this(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), SWEEP);
    }

    /** @param sweep how often connections are looked for that can't be used any more */
    @SuppressWarnings("FutureReturnValueIgnored") // the sweep ends with its executor, and throws nothing
    DeviceClient(Supplier<SSLSocketFactory> tls, Duration sweep) {
        this.tls = tls;
        deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "graft-command-deadline");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
        // Before the deadline of any exchange, so that the timer need not be woken for each.
        deadlines.scheduleWithFixedDelay(this::dropIdle, sweep.toMillis(), sweep.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends a request and reads the answer, whatever its status.
     *
     * @return the answer, to be closed when it has been passed on
     * @throws ExchangeException if none came that can be taken
     */
    public Answer send(BaseAddress to, Call call, Limits limits) throws ExchangeException {
        long deadline = System.nanoTime() + limits.exchange().toNanos();
        Connection connection = keptTo(to);
        if (connection != null) {
            Exchange again = new Exchange(connection, false, call, limits, deadline);
            try {
                return again.run();
            } catch (ExchangeException e) {
                if (!again.repeatable()) {
                    throw e;
                }
            }
        }
        return new Exchange(opened(to), true, call, limits, deadline).run();
    }

    /** Ends the exchanges that run; later ones fail. */
    @Override
    public void close() {
        closed = true;
        deadlines.shutdownNow();
        open.forEach(Connection::close);
        open.clear();
        kept.clear();
    }

    /** How many connections there are. */
    int connections() {
        return open.size();
    }

    /** How many bytes of large answers may come still. */
    long free() {
        return budget.free();
    }

    private Connection opened(BaseAddress to) throws ExchangeException {
        try {
            Connection connection = new Connection(to);
            open.add(connection);
            return connection;
        } catch (IOException e) {
            throw new ExchangeException(Kind.GIVEN_UP, "the gateway can't open a connection: " + e.getMessage(), e);
        }
    }

    private Connection keptTo(BaseAddress to) {
        Deque<Connection> idle = kept.get(to);
        Connection connection = idle == null ? null : idle.pollFirst();
        while (connection != null && !connection.usable(System.nanoTime(), MAX_IDLE)) {
            drop(connection);
            connection = idle.pollFirst();
        }
        return connection;
    }

    private void keep(Connection connection) {
        connection.idle(System.nanoTime());
        kept.compute(connection.address(), (address, before) -> {
            Deque<Connection> idle = before == null ? new ConcurrentLinkedDeque<>() : before;
            if (idle.size() < MAX_KEPT) {
                idle.addFirst(connection);
            } else {
                drop(connection);
            }
            return idle;
        });
    }

    private void drop(Connection connection) {
        open.remove(connection);
        connection.close();
    }

    /** Closes the connections that are kept and can't be used any more. */
    void dropIdle() {
        long now = System.nanoTime();
        // As one step for each address, so that nobody keeps a connection where nobody looks for it.
        kept.keySet()
                .forEach(address -> kept.computeIfPresent(address, (same, idle) -> {
                    for (int left = idle.size(); left > 0; left--) {
                        // Taken out while it is looked at: nobody else may use it meanwhile.
                        Connection connection = idle.pollLast();
                        if (connection == null) {
                            break;
                        }
                        if (connection.usable(now, MAX_IDLE)) {
                            idle.addFirst(connection);
                        } else {
                            drop(connection);
                        }
                    }
                    return idle.isEmpty() ? null : idle;
                }));
    }

    /** One request over one connection. */
    private final class Exchange {

        private final Connection connection;
        private final boolean fresh;
        private final Call call;
        private final Limits limits;
        private final long deadline;
        private final AtomicBoolean expired = new AtomicBoolean();
        private final AnswerBudget.Lease lease = budget.lease();
        private AnswerReader reader;
        private boolean sent;
        private boolean broken;

        Exchange(Connection connection, boolean fresh, Call call, Limits limits, long deadline) {
            this.connection = connection;
            this.fresh = fresh;
            this.call = call;
            this.limits = limits;
            this.deadline = deadline;
        }

        /** Whether a kept connection turned out to be closed, and the request does no harm when it is sent again. */
        boolean repeatable() {
            return !fresh
                    && broken
                    && !closed
                    && !expired.get()
                    && call.method().equals("GET")
                    && (reader == null || !reader.begun());
        }

        Answer run() throws ExchangeException {
            boolean done = false;
            Future<?> watch = null;
            try {
                watch = deadlines.schedule(this::expire, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                Answer answer = exchange();
                done = true;
                return answer;
            } catch (RejectedExecutionException e) {
                throw stopped(e);
            } catch (IOException e) {
                broken = true;
                throw failure(e);
            } catch (ExchangeException e) {
                throw new ExchangeException(e.kind(), at() + e.getMessage(), e);
            } finally {
                if (watch != null) {
                    watch.cancel(false);
                }
                if (done && reader.reusable() && !connection.address().tls() && !expired.get()) {
                    keep(connection);
                } else {
                    drop(connection);
                }
                if (!done) {
                    lease.run();
                }
            }
        }

        private Answer exchange() throws IOException, ExchangeException {
            if (fresh) {
                connection.connect(limits.connect(), tls);
            }
            byte[] message = RequestText.of(connection.address(), call);
            sent = true;
            connection.write(message);
            reader = new AnswerReader(connection.in(), limits.maxAnswer(), lease);
            return reader.read();
        }

        private void expire() {
            expired.set(true);
            connection.close();
        }

        private ExchangeException failure(IOException e) {
            if (closed) {
                return stopped(e);
            }
            String what;
            if (!sent) {
                boolean late = expired.get() || e instanceof SocketTimeoutException;
                what = late
                        ? "can't be reached within " + limits.connect().toMillis() + " ms"
                        : "can't be reached: " + e.getMessage();
            } else {
                what = (expired.get()
                                ? "did not answer within " + limits.exchange().toMillis() + " ms"
                                : "broke the connection: " + e.getMessage())
                        + (call.method().equals("GET") ? "" : "; whether the device has done it is not known");
            }
            return new ExchangeException(Kind.NO_ANSWER, at() + what, e);
        }

        private ExchangeException stopped(Exception e) {
            return new ExchangeException(
                    Kind.GIVEN_UP,
                    "core-command is being stopped"
                            + (sent && !call.method().equals("GET")
                                    ? "; whether the device has done it is not known"
                                    : ""),
                    e);
        }

        private String at() {
            return "the device service at " + connection.address() + ": ";
        }
    }
}
