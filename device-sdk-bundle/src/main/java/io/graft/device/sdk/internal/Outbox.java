package io.graft.device.sdk.internal;

import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way out, in order. While they can't be sent the newest are kept, up to a number and a size; older ones
 * are given up and counted: what a device says now is worth more than what it said then. An event whose sending has
 * failed is sent again, and may arrive twice; its id is the same. One that is refused for good, as one that is too large
 * for the bus, is given up and counted, too.
 */
final class Outbox implements AutoCloseable {

    /** How many events are kept. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long MOST_BYTES = 8L << 20;
    private static final int TOGETHER = 64;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(10);

    /**
     * An event as it is sent.
     *
     * @param event what it says
     * @param bytes EdgeX's request to add it
     */
    @SuppressWarnings("ArrayRecordComponent") // messages are passed on, not compared
    record Message(DeviceEvent event, byte[] bytes, String correlationId) {}

    /** Counts; called by any thread. */
    interface Counts {
        void sent(int events);

        void dropped(int events);
    }

    private final Function<Message, CompletableFuture<Void>> path;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Counts counts;
    private final Warnings warnings = new Warnings(LOG);
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean busy;
    private boolean closed;
    private Duration pause = FIRST_PAUSE;

    /**
     * @param path sends one; may wait for seconds, never for ever
     * @param threads where sending waits; one task at a time
     */
    Outbox(
            Function<Message, CompletableFuture<Void>> path,
            Executor threads,
            ScheduledExecutorService timer,
            Counts counts) {
        this.path = path;
        this.threads = threads;
        this.timer = timer;
        this.counts = counts;
    }

    /** Takes an event; never waits. */
    void offer(DeviceEvent event, String correlationId) {
        Message message = new Message(event, event.request(), correlationId);
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.addLast(message);
            bytes += message.bytes.length;
            trim();
            if (busy) {
                return;
            }
            busy = true;
        }
        start();
    }

    /** Sends no more; what waits is given up. */
    @Override
    public synchronized void close() {
        closed = true;
        counts.dropped(waiting.size());
        waiting.clear();
        bytes = 0;
    }

    private void start() {
        try {
            threads.execute(this::send);
        } catch (RejectedExecutionException e) {
            LOG.debug("no more events are sent: the service stops");
        }
    }

    private void send() {
        while (true) {
            List<Message> some = take();
            if (some.isEmpty()) {
                return;
            }
            List<Message> failed = new ArrayList<>();
            List<Message> refused = new ArrayList<>();
            Throwable failure = sendAll(some, failed, refused);
            counts.sent(some.size() - failed.size() - refused.size());
            counts.dropped(refused.size());
            if (failure != null) {
                retry(failed, failure);
                return;
            }
            pause = FIRST_PAUSE;
        }
    }

    /** Sends all and waits for the answers; returns why the first has failed that may be sent again, or null. */
    private Throwable sendAll(List<Message> some, List<Message> failed, List<Message> refused) {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (Message each : some) {
            answers.add(sendOne(each));
            if (hasFailedForNow(answers.get(answers.size() - 1))) {
                break;
            }
        }
        long deadline = System.nanoTime() + ANSWER.toNanos();
        Throwable first = null;
        for (int i = 0; i < answers.size(); i++) {
            Throwable failure = failure(answers.get(i), deadline);
            if (failure != null && !isForNow(failure)) {
                refused.add(some.get(i));
                warnings.warn("refused", "an event is given up, since it is refused: " + failure.getMessage());
            } else if (failure != null) {
                failed.add(some.get(i));
                first = first == null ? failure : first;
            }
        }
        failed.addAll(some.subList(answers.size(), some.size()));
        return first;
    }

    /** Why an event could not be sent, once that is known; null if it was. */
    private static Throwable failure(CompletableFuture<Void> answer, long deadline) {
        try {
            answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException e) {
            return e;
        } catch (TimeoutException e) {
            return new TimeoutException("no answer within " + ANSWER.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private static boolean hasFailedForNow(CompletableFuture<Void> answer) {
        return answer.isDone() && isForNow(failure(answer, System.nanoTime()));
    }

    /** Whether the same event may well be sent later. */
    private static boolean isForNow(Throwable failure) {
        return failure instanceof BusUnavailableException
                || failure instanceof BusTimeoutException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof CancellationException
                || failure instanceof InterruptedException;
    }

    private CompletableFuture<Void> sendOne(Message message) {
        try {
            return path.apply(message);
        } catch (CompletionException e) {
            return CompletableFuture.failedFuture(e.getCause());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private synchronized List<Message> take() {
        List<Message> some = new ArrayList<>();
        while (some.size() < TOGETHER && !waiting.isEmpty()) {
            Message next = waiting.removeFirst();
            bytes -= next.bytes.length;
            some.add(next);
        }
        busy = !some.isEmpty();
        return some;
    }

    private synchronized void retry(List<Message> failed, Throwable failure) {
        if (closed) {
            counts.dropped(failed.size());
            return;
        }
        for (int i = failed.size() - 1; i >= 0; i--) {
            waiting.addFirst(failed.get(i));
            bytes += failed.get(i).bytes.length;
        }
        trim();
        warnings.warn(
                "",
                "events can't be sent now, the newest " + MOST + " are kept, " + waiting.size() + " wait: "
                        + failure.getMessage());
        try {
            Future<?> unused = timer.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("no more events are sent: the service stops");
        }
        pause = pause.multipliedBy(2).compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause.multipliedBy(2);
    }

    private void trim() {
        int dropped = 0;
        while (waiting.size() > MOST || (bytes > MOST_BYTES && waiting.size() > 1)) {
            bytes -= waiting.removeFirst().bytes.length;
            dropped++;
        }
        if (dropped > 0) {
            counts.dropped(dropped);
        }
    }
}
